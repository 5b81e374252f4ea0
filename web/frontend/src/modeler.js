// The modeler: the diagram of a draft, drawn in the browser. A list of the steps beside it says and does the same.
import './csp.js';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import './modeler.css';
import Modeler from 'bpmn-js/lib/Modeler';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import TokenSimulationModule from 'bpmn-js-token-simulation';
import ZeebeBehaviorsModule from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import { panByTouch } from './diagram/touch.js';
import { translateModule } from './i18n.js';
import { panelWordsModule } from './i18n/panel.js';
import { simulationWordsModule } from './i18n/simulation.js';
import { bindSteps, fit, show } from './modeler/canvas.js';
import { catalogModule } from './modeler/catalog.js';
import { ask, checker } from './modeler/checks.js';
import { takeFiles } from './modeler/files.js';
import { bindKeys } from './modeler/keys.js';
import { clear, notice } from './modeler/notices.js';
import { panelModule } from './modeler/panel.js';
import { partsModule } from './modeler/parts.js';
import { problemList } from './modeler/problems.js';
import { bindMenu, bindToolbar } from './modeler/toolbar.js';
import { page, say } from './modeler/words.js';
import { keepSaved } from './saving.js';

const FONT = '"IBM Plex Sans", system-ui, sans-serif';
const { file, process, check, catalog } = page.dataset;
const canvas = document.querySelector('[data-canvas]');

const modeler = new Modeler({
  container: canvas,
  propertiesPanel: { parent: '#properties', feelTooltipContainer: document.querySelector('#properties') },
  samtrin: { catalog },
  moddleExtensions: { zeebe },
  textRenderer: { defaultStyle: { fontFamily: FONT }, externalStyle: { fontFamily: FONT } },
  bpmnRenderer: { defaultStrokeColor: '#2b3336', defaultLabelColor: '#1b1f22' },
  additionalModules: [
    BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule, ZeebeBehaviorsModule,
    CreateAppendAnythingModule, TokenSimulationModule, simulationWordsModule, translateModule, panelWordsModule, catalogModule, panelModule,
    partsModule,
  ],
});

const read = async () => (await modeler.saveXML({ format: true })).xml;

/** Puts a diagram on the screen. Rejects where it is none; what the toolkit had to leave out is said. */
async function write(text) {
  const { warnings } = await modeler.importXML(text);
  clear('import');
  fit(modeler);
  if (!warnings.length) return;
  notice('import', 'warn', say('leftOut', { n: warnings.length }), {
    more: warnings.map(({ message }) => String(message).slice(0, 300)), label: say('why'), actions: [[say('understood')]],
  });
}

/** A diagram from elsewhere, its only process under the name of the one that is edited here. Rejects what is none. */
async function adopt(text) {
  const moddle = modeler.get('moddle');
  const { rootElement } = await moddle.fromXML(text, 'bpmn:Definitions');
  const processes = rootElement.get('rootElements').filter(({ $type }) => $type === 'bpmn:Process');
  const [only, ...others] = processes.filter(({ isExecutable }) => isExecutable);
  if (processes.some(({ id }) => id === process) || !only || others.length) return text;
  only.id = process;
  return (await moddle.toXML(rootElement, { format: true })).xml;
}

const problems = problemList({ modeler, file });
const checks = checker({ url: check, file, read, show: problems.update });
const saved = keepSaved({
  host: document.querySelector('[data-saving]'),
  read,
  write: async (text) => {
    await write(text);
    checks.check();
  },
  taken: () => modeler.get('catalog').refresh(),
});

function changed({ trigger } = {}) {
  if (trigger === 'clear') return; // another diagram is on the screen: nobody has drawn anything
  saved.changed();
  checks.soon();
}

modeler.on('commandStack.changed', changed);
bindToolbar({ modeler, save: saved.flush });
bindMenu();
bindSteps(modeler);
bindKeys(modeler);
panByTouch(modeler, canvas);
takeFiles({
  check, file, canvas, read, adopt,
  replace: async (text) => {
    await write(text);
    changed();
  },
});
document.addEventListener('visibilitychange', () => { // back from another window, where a form may have been made
  if (document.visibilityState !== 'visible' || !modeler.getDefinitions()) return;
  modeler.get('catalog').refresh();
  checks.soon();
});
new ResizeObserver(() => modeler.get('canvas').resized()).observe(canvas);

// Text is measured while it is drawn: the font has to be there first.
await Promise.all([document.fonts.load(`12px ${FONT}`), modeler.get('catalog').refresh()]);
try {
  await saved.open();
  const wanted = new URLSearchParams(`id=${window.location.hash.slice(1)}`).get('id');
  // the properties panel listens from the next frame on
  if (wanted) requestAnimationFrame(() => setTimeout(() => show(modeler, wanted)));
} catch (error) {
  console.warn(error);
  notice('import', 'error', say('broken'), { more: [String(error.message).slice(0, 300)], label: say('why') });
  const { problems: found } = await ask(check, file, await (await fetch(document.querySelector('[data-saving]').dataset.saving)).text());
  problems.update(found);
}
const drawing = canvas.querySelector('svg[data-element-id], .djs-container > svg');
drawing?.setAttribute('aria-label', say('drawingLabel'));
document.documentElement.dataset.ready = 'modeler';

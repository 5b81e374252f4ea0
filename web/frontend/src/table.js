// The page of a decision: dmn-js, saved to the draft, checked by the server, with a bench to try it.
import './csp.js';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import './tool.css';
import './editors/editors.css';
import './editors/table.css';
import DmnModeler from 'dmn-js/lib/Modeler';
import { bench } from './editors/bench.js';
import { problemList } from './editors/problems.js';
import { views } from './editors/views.js';
import { translateModule } from './i18n.js';
import { translateDecisions } from './i18n/decisions.js';
import { keepSaved } from './saving.js';

const host = document.querySelector('[data-table]');
const words = { additionalModules: [translateModule] };
const modeler = new DmnModeler({
  container: host, drd: words, decisionTable: words, literalExpression: words, boxedExpression: words,
});
translateDecisions(host);
// Marks are styles, not classes: dmn-js draws its cells anew whenever it likes.
const [matched, wrong] = [new CSSStyleSheet(), new CSSStyleSheet()];
document.adoptedStyleSheets = [...document.adoptedStyleSheets, matched, wrong];

function style(sheet, attribute, ids, look) {
  const cells = ids.map((id) => `[data-table] td[${attribute}="${CSS.escape(id)}"]`);
  sheet.replaceSync(cells.length ? `${cells.join(',')} { ${look} }` : '');
}

/** Shows which rules matched; `lead`: brings the first into sight. */
function mark(rules, lead = false) {
  style(matched, 'data-row-id', rules, 'background: var(--ok-soft) !important; box-shadow: inset 0 2px var(--ok), inset 0 -2px var(--ok);');
  const first = lead && rules[0] && host.querySelector(`td[data-row-id="${CSS.escape(rules[0])}"]`);
  const room = first && first.closest('.tjs-table-container');
  if (room) room.scrollTop += first.getBoundingClientRect().top - room.getBoundingClientRect().top - room.clientHeight / 2;
  for (const cell of host.querySelectorAll('td.rule-index')) {
    if (rules.includes(cell.dataset.rowId)) cell.setAttribute('aria-current', 'true');
    else cell.removeAttribute('aria-current');
  }
}

/** Leads to an element of the file; with `only`, says whether it could. */
function show(id, only = false) {
  const view = modeler.getViews().find(({ element }) => element.id === id || holds(element, id));
  if (view && !only) goTo(view, id);
  return Boolean(view);
}

async function goTo(view, id) {
  if (view.element !== modeler.getActiveView()?.element) await modeler.open(view);
  const cell = host.querySelector(`td[data-element-id="${CSS.escape(id)}"]`) ?? host;
  cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  cell.querySelector('[role="textbox"]')?.focus();
}

function holds(element, id) {
  const logic = element.decisionLogic;
  const parts = [logic, ...(logic?.rule ?? []), ...(logic?.input ?? []), ...(logic?.output ?? [])];
  return parts.some((part) => part?.id === id || part?.inputEntry?.some((cell) => cell.id === id)
    || part?.outputEntry?.some((cell) => cell.id === id));
}

const read = async () => (await modeler.saveXML({ format: true })).xml;
const open = () => {
  const element = modeler.getActiveView()?.element;
  return element?.$instanceOf('dmn:Decision') ? element.id : undefined;
};
const trial = bench({ read, decision: open, mark });
const problems = problemList({
  read, show, mark: (elements) => style(wrong, 'data-element-id', elements, 'box-shadow: inset 0 0 0 3px var(--bad);'),
});

let opening = false;
async function write(text) {
  opening = true;
  try {
    const { warnings } = await modeler.importXML(text, { open: false });
    // what dmn-js does not know it would leave out when it saves
    if (warnings.some(({ message }) => message.includes('unparsable content'))) throw new Error('not all of it can be shown');
    const decisions = modeler.getViews().filter(({ type }) => type !== 'drd');
    const isDrawn = decisions.length !== 1 && modeler.getDefinitions().dmnDI; // nobody needs an overview of one
    await modeler.open((!isDrawn && decisions[0]) || modeler.getViews()[0]);
  } finally {
    opening = false;
  }
}

const saved = keepSaved({ host: document.querySelector('[data-saving]'), read, write });
function changed() {
  if (opening) return;
  saved.changed();
  trial.soon();
  problems.soon();
}
modeler.on('viewer.created', ({ viewer }) => viewer.on('commandStack.changed', changed));
views(modeler, () => {
  if (modeler.getActiveView().type === 'drd') {
    const canvas = modeler.getActiveViewer().get('canvas');
    canvas.zoom('fit-viewport', 'auto');
    canvas.scroll({ dx: 40, dy: 20 }); // clear of the palette
  }
  mark([]);
  trial.open();
});

try {
  await saved.open();
} catch {
  host.textContent = host.dataset.broken;
  host.classList.add('broken');
}
document.documentElement.dataset.ready = 'table';

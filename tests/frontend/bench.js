// What the modeler's page is made of, on a bare page: for tests that open diagrams and put parts in.
import { BpmnModdle } from 'bpmn-moddle';
import Modeler from 'bpmn-js/lib/Modeler';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import TokenSimulationModule from 'bpmn-js-token-simulation';
import ZeebeBehaviorsModule from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import { translateModule } from '../../web/frontend/src/i18n.js';
import { panelWordsModule } from '../../web/frontend/src/i18n/panel.js';
import { simulationWordsModule } from '../../web/frontend/src/i18n/simulation.js';
import { catalogModule } from '../../web/frontend/src/modeler/catalog.js';
import { panelModule } from '../../web/frontend/src/modeler/panel.js';
import { PARTS } from '../../web/frontend/src/modeler/parts/blueprints.js';
import { fieldsOf } from '../../web/frontend/src/modeler/parts/fields.js';
import { partsModule } from '../../web/frontend/src/modeler/parts.js';

const modelers = {
  ours: () => new Modeler({
    container: '#canvas',
    propertiesPanel: { parent: '#properties' },
    samtrin: { catalog: '' },
    moddleExtensions: { zeebe },
    additionalModules: [
      BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule, ZeebeBehaviorsModule,
      CreateAppendAnythingModule, TokenSimulationModule, simulationWordsModule, translateModule, panelWordsModule, catalogModule, panelModule,
      partsModule,
    ],
  }),
  // Camunda Modeler's own, as camunda-bpmn-js ships it
  camunda: () => new window.BpmnModeler({ container: '#canvas', propertiesPanel: { parent: '#properties' } }),
};
let modeler;
let opened;

/** Open a file in a modeler and save it again: { warnings, xml }. */
async function open(kind, xml) {
  if (opened !== kind) {
    modeler?.destroy();
    modeler = modelers[kind]();
    opened = kind;
  }
  const { warnings } = await modeler.importXML(xml);
  return { warnings: warnings.map(({ message }) => message), xml: await save() };
}

const save = async () => (await modeler.saveXML({ format: true })).xml;

/** Read a file as plain data and write it again, without any modeler. */
async function moddle(xml) {
  const model = new BpmnModdle({ zeebe });
  const { rootElement, warnings } = await model.fromXML(xml);
  return { warnings: warnings.map(({ message }) => message), xml: (await model.toXML(rootElement, { format: true })).xml };
}

window.bench = {
  open,
  moddle,
  save,
  parts: () => PARTS.map(({ id }) => id),
  /** The targets that are asked for, of an element; none where it is no part. */
  fields: (id) => (fieldsOf(modeler.get('elementRegistry').get(id).businessObject) ?? []).map(({ target }) => target),
  catalog: (choices) => Object.assign(modeler.get('catalog'), choices),
  /** Put a part behind an element. */
  append(part, source) {
    const element = modeler.get('elementRegistry').get(source);
    modeler.get('partBuilder').append(PARTS.find(({ id }) => id === part), element);
    return modeler.get('selection').get()[0].id;
  },
  /** Write a value into a field of a part, as its panel does. */
  fill(id, target, value) {
    const element = modeler.get('elementRegistry').get(id);
    const panel = modeler.get('partPanel');
    const field = panel.field(element, fieldsOf(element.businessObject).find((each) => each.target === target));
    field.set(value);
    return field.get();
  },
  undo: () => modeler.get('commandStack').undo(),
  redo: () => modeler.get('commandStack').redo(),
  select: (id) => modeler.get('selection').select(modeler.get('elementRegistry').get(id)),
  /** What the panel, the palette and the pad of the chosen element say: texts, titles and labels. */
  translate: (...given) => modeler.get('translate')(...given),
  words: () => [...document.querySelectorAll('#properties *, .djs-palette *, .djs-context-pad *')]
    .filter((element) => !element.closest('.cm-editor'))
    .flatMap((element) => [
      ...['title', 'aria-label', 'placeholder'].map((name) => element.getAttribute(name)),
      ...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data),
    ]).map((text) => text?.trim()).filter(Boolean),
  types: () => Object.fromEntries(modeler.get('elementRegistry').filter(({ labelTarget }) => !labelTarget).map(({ id, type }) => [id, type])),
  ids: () => modeler.get('elementRegistry').filter(({ labelTarget }) => !labelTarget).map(({ id }) => id),
  /** Where things stand: {id: [x, y, width, height]}. */
  boxes: () => Object.fromEntries(modeler.get('elementRegistry').filter(({ waypoints, labelTarget, parent }) => !waypoints && parent && !labelTarget)
    .map(({ id, x, y, width, height }) => [id, [x, y, width, height]])),
};

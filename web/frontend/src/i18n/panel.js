// The building blocks of the properties panel take `translate` as an argument that neither of its users gives them:
// what they say by themselves is exchanged where it stands.
import all from './da/properties-panel.json';
import { translateInPlace } from './in-place.js';

const SAID = [
  '<empty>', 'Create', 'Toggle section', 'Section contains an error', 'Section contains edits', 'Toggle list item',
  'Delete item', 'Create new list item', 'List contains {numOfItems} item', 'List contains {numOfItems} items',
  'JSON contains errors', 'Open pop-up editor', 'Opened in editor', 'Opened in popup', 'Save and close', 'Close popup',
  'Open documentation', 'FEEL expression is mandatory', 'Unparsable FEEL expression.',
  'Click to remove dynamic value with FEEL expression', 'Click to set a dynamic value with FEEL expression',
];
const OWN = '.bio-properties-panel, .bio-properties-panel-popup';
// What people have written: names of elements, variables and properties.
const THEIRS = '.cm-editor, [contenteditable], .bio-properties-panel-header-label, .bio-properties-panel-collapsible-entry-header-title';

/** For `additionalModules` of a modeler or form editor with a properties panel. */
export const panelWordsModule = {
  __init__: ['panelWords'],
  panelWords: ['type', PanelWords],
};

function PanelWords(eventBus) {
  const words = Object.fromEntries(SAID.map((text) => [text, all[text]]));
  words['bpmn:{type} / {label}'] = '{label}'; // the title of a larger window for an expression
  const stop = translateInPlace(document.body, words, OWN, THEIRS); // its windows stand beside it
  eventBus.on(['diagram.destroy', 'form.destroy'], stop);
}

PanelWords.$inject = ['eventBus'];

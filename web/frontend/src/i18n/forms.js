// The form editor hands nearly nothing to `translate`: its palette, its panel and its hints are exchanged in place.
// A new field begins with a Danish text as well.
import words from './da/form-js.json';
import { isDanish } from '../i18n.js';
import { translateInPlace } from './in-place.js';

const OWN = '.fjs-palette-container, .fjs-properties-container, .fjs-properties-panel, .fjs-empty-editor, .fjs-empty-component, .fjs-context-pad, .fjs-drag-container, .fjs-select-placeholder, .fjs-taglist-input, .fjs-input, .fjs-form-field-placeholder, .fjs-repeat-render-footer';
// What people have written: names of fields, rows and options.
const THEIRS = '.cm-editor, .bio-properties-panel-header-label, .bio-properties-panel-collapsible-entry-header-title';

/** For `additionalModules` of the form editor, beside `translateModule`. */
export const formWordsModule = {
  __init__: ['formWords'],
  formWords: ['type', FormWords],
};

function FormWords(eventBus, fieldFactory, renderer) {
  if (!isDanish) return;
  const stop = translateInPlace(renderer.container, words, OWN, THEIRS);
  eventBus.on('form.destroy', stop);

  const { create } = fieldFactory;
  fieldFactory.create = (attributes, isNew = true) => {
    const field = create.call(fieldFactory, attributes, isNew);
    const labelled = isNew ? [field, ...field.values ?? []].filter((it) => words[it.label]) : [];
    labelled.forEach((it) => { it.label = words[it.label]; });
    return field;
  };
}

FormWords.$inject = ['eventBus', 'fieldFactory', 'config.renderer'];

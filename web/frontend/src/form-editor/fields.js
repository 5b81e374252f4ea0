// Only the fields that our tasks can show stand in the palette, under Danish names. The others stay known, so that a
// file which has one can be opened and mended.
import words from '../i18n/da/form-js.json';
import { isDanish } from '../i18n.js';

const OURS = new Set([
  'textfield', 'textarea', 'number', 'datetime', 'expression', 'checkbox', 'checklist', 'radio', 'select', 'taglist',
  'text', 'table', 'spacer', 'separator', 'group', 'dynamiclist',
]);

export const ourFieldsModule = {
  __init__: [['formFields', (formFields) => {
    const all = formFields._formFields; // eslint-disable-line no-underscore-dangle
    for (const [type, value] of Object.entries(all)) {
      // the palette lists what can be enumerated; looking a type up works for all
      if (!OURS.has(type) && type !== 'default') Object.defineProperty(all, type, { value, enumerable: false });
      else if (isDanish && words[value.config.name]) value.config.name = words[value.config.name];
    }
  }]],
};

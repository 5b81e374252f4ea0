// The words of bpmn.io's toolkits in the language of the page. Their own English is the key, and what is shown where
// there is no other word. Words without a hook of this kind: i18n/in-place.js.
import bpmn from './i18n/da/bpmn-js.json';
import elements from './i18n/da/elements.json';
import panel from './i18n/da/properties-panel.json';
import dmn from './i18n/da/dmn-js.json';
import parts from './i18n/da/parts.json';

const danish = { ...parts, ...dmn, ...panel, ...elements, ...bpmn };

export const isDanish = !document.documentElement.lang.startsWith('en');

/** `template` in the page's language, with `{name}` replaced; a name that is not given stays as it is written. */
export function translate(template, replacements = {}) {
  const text = (isDanish && danish[template]) || template;
  return String(text).replace(/{\s*([^}]+?)\s*}/g, (whole, name) => replacements[name] ?? whole);
}

/** For `additionalModules` of any of the tools. */
export const translateModule = { translate: ['value', translate] };

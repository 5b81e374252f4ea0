// The few words that dmn-js does not hand to `translate`.
import words from './da/dmn-js.json';
import { translateInPlace } from './in-place.js';

const OWN = '.context-menu, .context-menu-container, .element-variable, .drill-down-overlay, .dmn-icon-drag';
// Names and values that people have written stand in inputs, cells and editors.
const THEIRS = '.cm-editor, [contenteditable], .dms-list-items, .element-variable-name';

/** Keep the words of a decision editor below `root` Danish. */
export const translateDecisions = (root) => translateInPlace(root, words, OWN, THEIRS);

// Words that a toolkit does not hand to `translate` are exchanged where they stand: texts and attributes that are
// exactly one of a table's, in the tool's own parts of the page alone, as what people have written is theirs.
import { isDanish } from '../i18n.js';

const ATTRIBUTES = ['title', 'placeholder', 'aria-label', 'alt'];

/** The word for a text, or undefined. An entry such as "{name} started" fits any text of that shape. */
function lookUp(table) {
  const escape = (part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  const shapes = Object.keys(table).filter((key) => key.includes('{')).map((key) => (
    [new RegExp(`^${escape(key).replace(/{(\w+)}/g, '(?<$1>.+)')}$`), table[key]]));
  return (text) => {
    if (!text || Object.hasOwn(table, text)) return table[text];
    for (const [shape, word] of shapes) {
      const found = text.match(shape);
      if (found) return word.replace(/{(\w+)}/g, (_, name) => found.groups[name]);
    }
    return undefined;
  };
}

/**
 * Keep exchanging the words of `table` below `root`, within elements that match `own` and not within those that match
 * `theirs` (what people write). Returns what stops it.
 */
export function translateInPlace(root, table, own, theirs = '.cm-editor, [contenteditable]') {
  if (!isDanish) return () => {};

  const wordFor = lookUp(table);
  const isOurs = (element) => element?.closest(own) && !element.closest(theirs);

  function exchangeOne(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.trim();
      const word = text && isOurs(node.parentElement) && wordFor(text);
      if (word && word !== text) node.data = node.data.replace(text, () => word);
    } else if (node.nodeType === Node.ELEMENT_NODE && isOurs(node)) {
      for (const name of ATTRIBUTES) {
        const text = node.getAttribute(name);
        const word = wordFor(text);
        if (word && word !== text) node.setAttribute(name, word);
      }
    }
  }

  function exchangeAll(node) {
    exchangeOne(node);
    node.childNodes.forEach(exchangeAll);
  }

  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'childList') addedNodes.forEach(exchangeAll);
      else exchangeOne(target);
    }
  });
  observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
  exchangeAll(root);
  return () => observer.disconnect();
}

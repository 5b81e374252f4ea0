// What is wrong with the file on the screen, in the server's words, beside the editor.
import { checker } from '../modeler/checks.js';

/** `read()` gives the file's text; `show(element)` leads to an element of the file, and with `true` only says whether
 * it could; `mark(elements)` shows which ones are wrong. */
export function problemList({ read, show, mark = () => {} }) {
  const host = document.querySelector('[data-problems]');
  const { problems: url, file } = host.dataset;
  const list = host.querySelector('ul');
  const none = host.querySelector('[data-problems-none]');

  function update(found) {
    if (!found) {
      none.textContent = host.dataset.failed;
      none.hidden = false;
      return;
    }
    const mine = found.filter((problem) => problem.file === file);
    list.replaceChildren(...mine.map(entry));
    none.textContent = host.dataset.none;
    none.hidden = mine.length > 0;
    mark(mine.flatMap(({ element }) => element ?? []));
  }

  function entry({ severity, text, element }) {
    const item = document.createElement('li');
    const badge = document.createElement('span');
    badge.className = `badge ${severity === 'error' ? 'incident' : 'wait'}`;
    badge.textContent = host.dataset[severity];
    item.append(badge, ` ${text} `);
    if (element && show(element, true)) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'link-btn';
      button.textContent = host.dataset.show;
      button.addEventListener('click', () => show(element));
      item.append(button);
    }
    return item;
  }

  return checker({ url, file, read, show: update });
}

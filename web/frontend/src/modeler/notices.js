// Boxes above the drawing: something has happened, and what can be done about it. One box for each subject.
const host = document.querySelector('[data-notices]');

/** Shows a box. `actions` are [text, what happens]; each closes it. `more`: sentences that can be folded out.
 * `focus`: a question that waits for an answer. */
export function notice(subject, kind, text, { actions = [], more = [], label = '', focus = false } = {}) {
  clear(subject);
  const box = document.createElement('div');
  box.className = `flash ${kind}`;
  box.dataset.notice = subject;
  box.setAttribute('role', kind === 'error' || kind === 'warn' ? 'alert' : 'status');
  const words = document.createElement('p');
  words.textContent = text;
  box.append(words);
  if (more.length) box.append(fold(label, more));
  for (const [name, act] of actions) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-secondary small';
    button.textContent = name;
    button.addEventListener('click', () => {
      clear(subject);
      act?.();
    });
    box.append(button);
  }
  host.append(box);
  if (focus) box.querySelector('button').focus();
}

export const clear = (subject) => host.querySelector(`[data-notice="${subject}"]`)?.remove();

function fold(label, sentences) {
  const made = document.createElement('details');
  made.className = 'more';
  const summary = document.createElement('summary');
  summary.textContent = label;
  const list = document.createElement('ul');
  list.append(...sentences.map((sentence) => {
    const item = document.createElement('li');
    item.textContent = sentence;
    return item;
  }));
  made.append(summary, list);
  return made;
}

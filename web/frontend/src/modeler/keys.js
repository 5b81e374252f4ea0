// F6 and Shift+F6 go round the parts of the page, as in other programs with several panes.
const PARTS = ['[data-toolbar]', '[data-canvas]', '#properties', '#problems'];

export function bindKeys(modeler) {
  const parts = PARTS.map((name) => document.querySelector(name));

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F6') return;
    event.preventDefault();
    const at = parts.findIndex((part) => part.contains(document.activeElement));
    const next = parts[(at + (event.shiftKey ? -1 : 1) + parts.length + (at < 0 && event.shiftKey ? 1 : 0)) % parts.length];
    enter(next);
  });
  document.querySelectorAll('a[data-part]').forEach((link) => link.addEventListener('click', (event) => {
    event.preventDefault();
    enter(document.querySelector(link.hash));
  }));

  function enter(part) {
    part.scrollIntoView({ block: 'nearest' });
    if (part.matches('[data-canvas]')) {
      modeler.get('canvas').focus();
      return;
    }
    (part.querySelector('button:not(:disabled), input, select, textarea, a[href], [contenteditable="true"]') ?? part).focus();
  }
}

// The buttons above the drawing. Each is also a key; the list of keys is on the page.
import { fit, zoom } from './canvas.js';
import { say, tell } from './words.js';

const TOGGLED = 'tokenSimulation.toggleMode';

export function bindToolbar({ modeler, save }) {
  const button = (name) => document.querySelector(`[data-do="${name}"]`);
  const stack = modeler.get('commandStack');
  const acts = {
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    'zoom-in': () => zoom(modeler, 1.25),
    'zoom-out': () => zoom(modeler, 0.8),
    fit: () => fit(modeler),
    find: () => modeler.get('searchPad').toggle(),
    simulate: () => modeler.get('toggleMode').toggleMode(),
    save,
  };
  for (const [name, act] of Object.entries(acts)) {
    button(name).disabled = false;
    button(name).addEventListener('click', () => act());
  }
  const follow = () => {
    button('undo').disabled = !stack.canUndo();
    button('redo').disabled = !stack.canRedo();
  };
  modeler.on(['commandStack.changed', 'import.done'], follow);
  follow();

  modeler.on(TOGGLED, ({ active }) => {
    button('simulate').setAttribute('aria-pressed', String(active));
    document.querySelector('[data-simulating]').hidden = !active;
    document.querySelector('#properties').inert = active; // nothing is changed meanwhile
    for (const name of ['undo', 'redo']) button(name).disabled = active;
    if (!active) follow();
    tell(say(active ? 'simulating' : 'drawing'));
  });
}

/** The menu of files and keys closes on Escape, on a click elsewhere, and when something in it was chosen. */
export function bindMenu() {
  const menu = document.querySelector('.tool-more');
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  for (const name of ['change', 'click']) {
    menu.querySelector('.drop').addEventListener(name, (event) => {
      if (name === 'change' || event.target.closest('a, button')) menu.open = false;
    });
  }
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}

// Looking at the drawing: all of it, nearer, and at one element; also by keyboard.
import { step } from '../diagram/view.js';
import { say, tell } from './words.js';

const READABLE = 0.5; // below this scale nobody reads the names of the steps
const CLOSE = 0.8;
const PALETTE = 130; // px on the left that the palette covers
const MARGIN = 30; // px

/** Shows the whole drawing clear of the palette; one that is too large to read from its upper left corner. */
export function fit(modeler) {
  const canvas = modeler.get('canvas');
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  const room = { width: outer.width - PALETTE - MARGIN, height: outer.height - 2 * MARGIN };
  const whole = Math.min(1, room.width / inner.width, room.height / inner.height);
  const scale = whole < READABLE ? CLOSE : whole;
  const spare = (size, length) => Math.max(0, (size - length * scale) / 2);
  const left = PALETTE + spare(room.width, inner.width);
  const top = MARGIN + spare(room.height, inner.height);
  canvas.viewbox({
    x: inner.x - left / scale, y: inner.y - top / scale, width: outer.width / scale, height: outer.height / scale,
  });
}

export const zoom = (modeler, factor) => step(modeler, factor);

/** Selects an element and brings it into sight, on whatever plane it is. Whether there is such an element. */
export function show(modeler, id) {
  const canvas = modeler.get('canvas');
  const element = modeler.get('elementRegistry').get(id);
  if (!element) return false;
  const root = canvas.findRoot(element);
  if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
  if (element === root) {
    modeler.get('selection').deselect(modeler.get('selection').get());
    return true;
  }
  if (canvas.zoom() < READABLE) canvas.zoom(CLOSE, 'auto');
  canvas.scrollToElement(element, { top: 100, bottom: 100, left: PALETTE + 60, right: 100 });
  modeler.get('selection').select(element);
  return true;
}

/** What an element is called: its name, else what it is. */
export function nameOf(modeler, element) {
  const { businessObject: bo } = element;
  const kind = modeler.get('translate')(bo.$type.replace('bpmn:', '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
    .replace(/^./, (letter) => letter.toUpperCase()));
  return bo.name ? `${kind}: ${bo.name}` : kind;
}

/** Page Down and Page Up go through the elements in reading order; what is reached is said aloud. */
export function bindSteps(modeler) {
  modeler.get('keyboard').addListener(({ keyEvent }) => {
    const by = { PageDown: 1, PageUp: -1 }[keyEvent.key];
    if (!by) return undefined;
    const canvas = modeler.get('canvas');
    const root = canvas.getRootElement();
    const all = modeler.get('elementRegistry').filter((element) => element !== root && !element.labelTarget
      && !element.waypoints && canvas.findRoot(element) === root)
      .sort((one, other) => one.x - other.x || one.y - other.y);
    const [current] = modeler.get('selection').get();
    const at = all.indexOf(current);
    const next = all[at < 0 && by < 0 ? all.length - 1 : at + by];
    if (next) {
      show(modeler, next.id);
      tell(nameOf(modeler, next));
    } else {
      tell(say('noMore'));
    }
    return true;
  });
}

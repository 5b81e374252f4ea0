// Marks what differs: by colour, and by a sign for those who see no colours.
import { enclosing } from '../diagram/state.js';

const SIGNS = { added: '+', removed: '−', changed: '~', moved: '↔', inside: '…' };

/** Where a sign stands: on the corner of a shape, in the middle of a flow; overlays count from its upper left corner. */
function position({ waypoints }) {
  if (!waypoints) return { top: -12, left: -12 };
  const last = Math.floor(waypoints.length / 2);
  const [from, to] = [waypoints[last - 1], waypoints[last]];
  const corner = (axis) => Math.min(...waypoints.map((point) => point[axis]));
  return { left: (from.x + to.x) / 2 - corner('x') - 12, top: (from.y + to.y) / 2 - corner('y') - 12 };
}

function badge(overlays, element, sort, title) {
  const html = document.createElement('div');
  html.className = `mark ${sort}`;
  html.textContent = SIGNS[sort];
  html.title = title ?? '';
  overlays.add(element, 'mark', { position: position(element), html });
}

/**
 * Marks one side. marks: {added, removed, changed, moved, told: [ids of the later drawing]}; own: id of the later
 * drawing -> id here; ids that this drawing lacks are passed over. A flow has a sign only where a sentence is about it
 * (told): one that leads to a new step is explained by that step. texts: what the signs mean. A collapsed subprocess
 * gets a sign when anything in it differs.
 */
export function mark({ viewer, own }, marks, texts) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  const told = new Set(marks.told);
  const around = new Set();
  const marked = new Set();
  for (const sort of ['moved', 'changed', 'added', 'removed']) {
    for (const id of marks[sort]) {
      const element = registry.get(own(id));
      if (!element || element === canvas.findRoot(element)) continue;
      canvas.addMarker(element, `is-${sort}`);
      if (!element.waypoints || told.has(id)) badge(overlays, element, sort, texts[sort]);
      marked.add(element);
      for (const shape of enclosing(element, canvas, registry)) around.add(shape);
    }
  }
  for (const shape of around) if (!marked.has(shape)) badge(overlays, shape, 'inside', texts.inside);
}

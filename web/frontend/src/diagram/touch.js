// bpmn-js knows the mouse only. On a touch screen one finger sideways moves the drawing, two fingers move and zoom it;
// one finger up or down goes on scrolling the page (touch-action: pan-y in diagram.css).
import { step } from './view.js';

const middle = (points) => ({
  x: points.reduce((sum, p) => sum + p.x, 0) / points.length,
  y: points.reduce((sum, p) => sum + p.y, 0) / points.length,
});
const spread = ([a, b]) => Math.hypot(a.x - b.x, a.y - b.y);

export function panByTouch(viewer, host) {
  const canvas = viewer.get('canvas');
  const fingers = new Map();

  host.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  host.addEventListener('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = [...fingers.values()];
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const after = [...fingers.values()];
    const from = middle(before);
    const to = middle(after);
    canvas.scroll({ dx: to.x - from.x, dy: to.y - from.y });
    if (after.length === 2) {
      const { left, top } = host.getBoundingClientRect();
      step(viewer, spread(after) / spread(before), { x: to.x - left, y: to.y - top });
    }
  });
  for (const end of ['pointerup', 'pointercancel']) {
    host.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
}

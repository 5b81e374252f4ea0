import { getShapeIdFromPlane } from 'bpmn-js/lib/util/DrilldownUtil';

/** The collapsed subprocesses around an element, innermost first: each is a shape on a plane further out. */
function* enclosing(element, canvas, registry) {
  for (let root = canvas.findRoot(element); root;) {
    const shape = registry.get(getShapeIdFromPlane(root));
    if (!shape || shape === root) return; // the process itself is the outermost plane
    yield shape;
    root = canvas.findRoot(shape);
  }
}

function badge(overlays, id, look, text, title) {
  const html = document.createElement('div');
  html.className = `token ${look}`;
  html.textContent = text;
  html.title = title ?? '';
  overlays.add(id, 'token', { position: { top: -13, right: 15 }, html });
}

/**
 * Marks a diagram with the state of an instance.
 * live: {done: [ids], active: {id: number of tokens}, incidents: [ids], flows: [ids]}; ids the diagram lacks are passed over.
 * texts: {active: "{n} åbne opgaver", incident: "Fejl i forløbet"}.
 */
export function showState(viewer, { done = [], active = {}, incidents = [], flows = [] }, texts) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  const mark = (ids, name) => ids.filter((id) => registry.get(id)).forEach((id) => canvas.addMarker(id, name));

  const tokens = new Map();
  const failed = new Set();
  for (const [id, count] of Object.entries(active)) {
    const element = registry.get(id);
    if (!element) continue;
    for (const shape of [element, ...enclosing(element, canvas, registry)]) {
      // The server may count a subprocess itself; then its own figure stands.
      const own = shape !== element && shape.id in active;
      if (!own) tokens.set(shape.id, (tokens.get(shape.id) ?? 0) + count);
    }
  }
  for (const id of incidents) {
    const element = registry.get(id);
    if (element) [element, ...enclosing(element, canvas, registry)].forEach((shape) => failed.add(shape.id));
  }

  mark(flows, 'is-travelled');
  mark(done, 'is-done');
  mark([...tokens.keys()], 'is-active');
  mark([...failed], 'is-incident');
  for (const [id, count] of tokens) {
    if (!failed.has(id)) badge(overlays, id, 'active', count, texts.active?.replace('{n}', count));
  }
  for (const id of failed) badge(overlays, id, 'incident', '!', texts.incident);
}

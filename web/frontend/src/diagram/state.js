import { getShapeIdFromPlane } from 'bpmn-js/lib/util/DrilldownUtil';
import { isExpanded } from 'bpmn-js/lib/util/DiUtil';
import { is } from 'bpmn-js/lib/util/ModelUtil';

/** The collapsed subprocesses around an element, innermost first: each is a shape on a plane further out. */
export function* enclosing(element, canvas, registry) {
  for (let root = canvas.findRoot(element); root;) {
    const shape = registry.get(getShapeIdFromPlane(root));
    if (!shape || shape === root) return; // the process itself is the outermost plane
    yield shape;
    root = canvas.findRoot(shape);
  }
}

/** A subprocess that is drawn with its inside: it gets an edge, so that the steps in it keep their own colours. */
const isOpen = (element) => is(element, 'bpmn:SubProcess') && isExpanded(element);

function badge(overlays, id, look, text, title) {
  const html = document.createElement('div');
  html.className = `token ${look}`;
  html.textContent = text;
  html.title = title ?? '';
  overlays.add(id, 'token', { position: { top: -13, right: 15 }, html });
}

/** Tokens by element id. What lies in a collapsed subprocess counts for that too, unless it has a figure of its own. */
function countTokens(active, canvas, registry) {
  const tokens = new Map();
  for (const [id, count] of Object.entries(active)) {
    const element = registry.get(id);
    if (!element) continue;
    tokens.set(id, count);
    for (const shape of enclosing(element, canvas, registry)) {
      if (!(shape.id in active)) tokens.set(shape.id, (tokens.get(shape.id) ?? 0) + count);
    }
  }
  return tokens;
}

/**
 * Marks a diagram with the state of an instance.
 * live: {done: [ids], active: {id: number of tokens}, incidents: [ids], flows: [ids]}; ids that the diagram lacks are
 * passed over.
 * texts: {active: "{n} åbne opgaver", incident: "Fejl i forløbet"}.
 */
export function showState(viewer, { done = [], active = {}, incidents = [], flows = [] }, texts) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  const known = (ids) => ids.map((id) => registry.get(id)).filter(Boolean);

  const tokens = countTokens(active, canvas, registry);
  const failed = new Set(known(incidents).flatMap((element) => [element, ...enclosing(element, canvas, registry)]));
  registry.filter(isOpen).forEach((element) => canvas.addMarker(element, 'is-open'));
  known(flows).forEach((element) => canvas.addMarker(element, 'is-travelled'));
  known(done).forEach((element) => canvas.addMarker(element, 'is-done'));
  for (const element of failed) {
    canvas.addMarker(element, 'is-incident');
    badge(overlays, element.id, 'incident', '!', texts.incident);
  }
  for (const [id, count] of tokens) {
    const element = registry.get(id);
    if (isOpen(element)) {
      canvas.addMarker(element, 'is-around');
    } else {
      canvas.addMarker(element, 'is-active');
      if (!failed.has(element)) badge(overlays, id, 'active', count, texts.active?.replace('{n}', count));
    }
  }
}

// What part of the drawing is seen: all of it, or on a small screen the part where the work is.
const READABLE = 0.55; // below this scale nobody reads the names of the steps
const CLOSE = 0.75; // the scale for looking at one step
const LARGEST = 1.25; // a small diagram is not blown up further

/** Shows the whole of the current plane, centred. */
export function fit(viewer) {
  const canvas = viewer.get('canvas');
  canvas.resized();
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() > LARGEST) canvas.zoom(LARGEST, 'auto');
}

function centreOn(viewer, element, scale) {
  const canvas = viewer.get('canvas');
  canvas.zoom(scale);
  const { width, height } = canvas.viewbox().outer;
  const box = { width: width / scale, height: height / scale };
  canvas.viewbox({
    ...box, x: element.x + element.width / 2 - box.width / 2, y: element.y + element.height / 2 - box.height / 2,
  });
}

/** First sight: a height that suits the drawing, then all of it or, where that is too small, the first open step. */
export function settle(viewer, host, live) {
  const canvas = viewer.get('canvas');
  const { inner, outer } = canvas.viewbox();
  const whole = Math.min(LARGEST, outer.width / inner.width);
  const ids = [...(live?.incidents ?? []), ...Object.keys(live?.active ?? {})];
  const here = whole < READABLE && ids.map((id) => viewer.get('elementRegistry').get(id))
    .find((element) => element && canvas.findRoot(element) === canvas.getRootElement() && !element.children?.length);
  const scale = here ? CLOSE : whole;
  const wanted = inner.height * scale + 110; // room for the controls below
  host.style.height = `${Math.max(320, Math.min(wanted, window.innerHeight * 0.7))}px`;
  fit(viewer);
  if (here) centreOn(viewer, here, CLOSE);

  host.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = host.getBoundingClientRect();
    step(viewer, Math.exp(-event.deltaY / 400), { x: event.clientX - left, y: event.clientY - top });
  }, { passive: false });
  new ResizeObserver(() => canvas.resized()).observe(host);
}

/** Zooms by a factor around a point of the canvas (its centre when none is given), within bounds. */
export function step(viewer, factor, point) {
  const canvas = viewer.get('canvas');
  canvas.zoom(Math.min(3, Math.max(0.1, canvas.zoom() * factor)), point);
}

import { clear } from './marks.js';

const PACE = 900; // milliseconds from one event to the next

/** What stands how after the first `count` events: {done: Set, active: Map of id to how many}. */
function after(frames, count) {
  const done = new Set();
  const active = new Map();
  for (const { id, kind } of frames.slice(0, count)) {
    const here = (active.get(id) ?? 0) + (kind === 'entered' ? 1 : -1);
    if (here > 0) active.set(id, here);
    else active.delete(id);
    if (kind === 'completed') done.add(id);
  }
  return { done, active };
}

/** Goes through the history with a slider, buttons and keys; the sentence of each event stands below. */
export function playback(viewer, frames, tools) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const slider = tools.querySelector('#play-at');
  const said = tools.querySelector('[data-play-said]');
  const run = tools.querySelector('[data-play-run]');
  const names = { play: run.textContent, stop: run.dataset.playStop };
  let timer;
  slider.max = frames.length;

  function draw() {
    const at = Number(slider.value);
    const { done, active } = after(frames, at);
    clear(viewer);
    for (const id of done) if (registry.get(id)) canvas.addMarker(id, 'is-done');
    for (const id of active.keys()) if (registry.get(id)) canvas.addMarker(id, 'is-active');
    const frame = frames[at - 1];
    if (frame?.kind === 'terminated' && registry.get(frame.id)) canvas.addMarker(frame.id, 'is-gone');
    const text = frame?.said ?? '';
    said.textContent = text;
    slider.setAttribute('aria-valuetext', `${at}/${frames.length}. ${text}`);
  }

  function go(steps) {
    slider.value = Number(slider.value) + steps;
    draw();
  }

  function stop() {
    clearInterval(timer);
    timer = undefined;
    run.textContent = names.play;
  }

  tools.querySelector('[data-play-back]').addEventListener('click', () => { stop(); go(-1); });
  tools.querySelector('[data-play-on]').addEventListener('click', () => { stop(); go(1); });
  slider.addEventListener('input', () => { stop(); draw(); });
  run.addEventListener('click', () => {
    if (timer) { stop(); return; }
    if (Number(slider.value) >= frames.length) slider.value = 0;
    run.textContent = names.stop;
    timer = setInterval(() => {
      go(1);
      if (Number(slider.value) >= frames.length) stop();
    }, PACE);
  });

  // who wants little motion goes on by themselves, a step at a time
  run.hidden = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return { start: draw, stop };
}

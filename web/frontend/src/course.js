// The course of a case, live: where it stands, where the time went, and what happened step by step, on the drawing.
// The list of steps below says all of it in words.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import './course.css';
import { heat } from './course/heat.js';
import { playback } from './course/playback.js';
import { clear } from './course/marks.js';
import { fail, open, read } from './diagram/open.js';
import { showState } from './diagram/state.js';

async function draw(host) {
  const live = await read(host.dataset.figures, 'json');
  const viewer = await open(host, host.dataset.course, live, (made) => showState(made, live, host.dataset));
  const tools = document.querySelector('[data-course-tools]');
  const player = playback(viewer, live.frames, tools);
  const show = {
    now: () => showState(viewer, live, host.dataset),
    time: () => heat(viewer, live.heat, 'seconds'),
    times: () => heat(viewer, live.heat, 'times'),
    play: () => player.start(),
  };
  tools.hidden = false;
  tools.addEventListener('change', ({ target }) => {
    if (target.name !== 'show') return;
    player.stop();
    clear(viewer);
    show[target.value]();
    tools.querySelector('[data-legend=now]').hidden = ['time', 'times'].includes(target.value);
    tools.querySelector('[data-legend=heat]').hidden = !['time', 'times'].includes(target.value);
    tools.querySelector('[data-play]').hidden = target.value !== 'play';
  });
  // a browser that comes back to the page keeps the choice: show what is chosen
  const chosen = tools.querySelector('[name=show]:checked');
  if (chosen && chosen.value !== 'now') chosen.dispatchEvent(new Event('change', { bubbles: true }));
}

for (const host of document.querySelectorAll('[data-course]')) await draw(host).catch((error) => fail(host, error));
document.documentElement.dataset.ready = 'diagram';

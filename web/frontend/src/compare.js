// Two drawings of a process beside each other, which move together; what differs is marked in both, and a sentence
// shows what it is about.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import './compare.css';
import { link } from './compare/linked.js';
import { mark } from './compare/marks.js';
import { listen } from './compare/sentences.js';
import { fail, open } from './diagram/open.js';
import { fit } from './diagram/view.js';

const WIDE = 2; // times as wide as high

/** Wide drawings stand above each other, where each has the whole width. Both get the same height. */
function arrange(section, sides) {
  const sizes = sides.map(({ viewer }) => viewer.get('canvas').viewbox().inner);
  const wide = sizes.some(({ width, height }) => width > WIDE * height);
  section.querySelector('.drawn-pair').classList.toggle('is-wide', wide);
  const wanted = sizes.map(({ width, height }, at) => height * Math.min(1, sides[at].host.offsetWidth / width) + 110);
  const height = Math.max(260, Math.min(Math.max(...wanted), window.innerHeight * (wide ? 0.4 : 0.7)));
  for (const { viewer, host } of sides) {
    host.style.height = `${height}px`;
    fit(viewer);
  }
}

async function compare(section) {
  const marks = JSON.parse(section.dataset.compare);
  const earlier = Object.fromEntries(Object.entries(marks.renamed).map(([was, now]) => [now, was]));
  const drawn = await Promise.all([
    { name: 'before', own: (id) => earlier[id] ?? id },
    { name: 'after', own: (id) => id },
  ].map(async (side) => {
    const host = section.querySelector(`[data-side=${side.name}]`);
    const viewer = await open(host, host.dataset.drawing).catch((error) => fail(host, error));
    return { ...side, host, viewer };
  }));
  const sides = drawn.filter(({ viewer }) => viewer);
  if (sides.length) arrange(section, sides);
  for (const side of sides) mark(side, marks, section.dataset);
  if (sides.length === 2) link(...sides);
  listen(document.querySelector('.changes'), sides, section);
}

for (const section of document.querySelectorAll('[data-compare]')) await compare(section);
document.documentElement.dataset.ready = 'compare';

// Two drawings of a process side by side, which move together; what differs is marked in both, and a sentence shows
// what it is about.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import './compare.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { link } from './compare/linked.js';
import { mark } from './compare/marks.js';
import { listen } from './compare/sentences.js';
import { addControls } from './diagram/controls.js';
import { panByTouch } from './diagram/touch.js';
import { fit, settle } from './diagram/view.js';

const FONT = '"IBM Plex Sans", system-ui, sans-serif';

/** bpmn-js asks for its few sentences here. */
const words = (host) => ({
  translate: ['value', (template, { element } = {}) =>
    template.startsWith('Open') ? `${host.dataset.enter ?? 'Open'}: ${element}` : template],
});

async function draw(host) {
  const [reply] = await Promise.all([
    fetch(host.dataset.drawing, { headers: { Accept: 'application/xml' } }), document.fonts.load(`12px ${FONT}`),
  ]);
  if (!reply.ok) throw new Error(`${reply.status} ${host.dataset.drawing}`);
  const viewer = new NavigatedViewer({
    container: host,
    additionalModules: [words(host)],
    textRenderer: { defaultStyle: { fontFamily: FONT }, externalStyle: { fontFamily: FONT } },
    bpmnRenderer: { defaultStrokeColor: '#2b3336', defaultLabelColor: '#1b1f22' },
    zoomScroll: { enabled: false },
  });
  await viewer.importXML(await reply.text());
  addControls(viewer, host);
  panByTouch(viewer, host);
  settle(viewer, host);
  viewer.on('root.set', () => fit(viewer));
  return viewer;
}

function fail(host, error) {
  console.error(error);
  const note = document.createElement('p');
  note.className = 'diagram-failed';
  note.textContent = host.dataset.failed ?? '';
  host.replaceChildren(note);
}

async function compare(section) {
  const marks = JSON.parse(section.dataset.compare);
  const hosts = ['before', 'after'].map((side) => section.querySelector(`[data-side=${side}]`));
  const viewers = await Promise.all(hosts.map((host) => draw(host).catch((error) => fail(host, error))));
  const earlier = Object.fromEntries(Object.entries(marks.renamed).map(([was, now]) => [now, was]));
  const sides = [
    { viewer: viewers[0], host: hosts[0], own: (id) => earlier[id] ?? id },
    { viewer: viewers[1], host: hosts[1], own: (id) => id },
  ].filter((side) => side.viewer);
  for (const side of sides) mark(side, marks, section.dataset);
  if (sides.length === 2) link(...sides);
  listen(document.querySelector('.changes'), sides, section);
}

for (const section of document.querySelectorAll('[data-compare]')) await compare(section);
document.documentElement.dataset.ready = 'compare';

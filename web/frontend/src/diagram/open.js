// Opens a drawing for looking at: fetched, drawn, with buttons, touch and a first sight of what matters.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { addControls } from './controls.js';
import { panByTouch } from './touch.js';
import { fit, settle } from './view.js';

const FONT = '"IBM Plex Sans", system-ui, sans-serif';

export async function read(url, as) {
  const reply = await fetch(url, { headers: { Accept: as === 'json' ? 'application/json' : 'application/xml' } });
  if (!reply.ok) throw new Error(`${reply.status} ${url}`);
  return reply[as]();
}

/** bpmn-js asks for its few sentences here. */
const words = (host) => ({
  translate: ['value', (template, { element } = {}) =>
    template.startsWith('Open') ? `${host.dataset.enter ?? 'Open'}: ${element}` : template],
});

/** The viewer with the drawing at `url` in `host`. `show(viewer)` marks it before it is settled on what `live` says. */
export async function open(host, url, live, show = () => {}) {
  // Text is measured while it is drawn: the font has to be there first.
  const [xml] = await Promise.all([read(url, 'text'), document.fonts.load(`12px ${FONT}`)]);
  const viewer = new NavigatedViewer({
    container: host,
    additionalModules: [words(host)],
    textRenderer: { defaultStyle: { fontFamily: FONT }, externalStyle: { fontFamily: FONT } },
    bpmnRenderer: { defaultStrokeColor: '#2b3336', defaultLabelColor: '#1b1f22' },
    zoomScroll: { enabled: false }, // the wheel scrolls the page; Ctrl + wheel zooms (view.js)
  });
  await viewer.importXML(xml);
  show(viewer);
  addControls(viewer, host);
  panByTouch(viewer, host);
  settle(viewer, host, live);
  viewer.on('root.set', () => {
    fit(viewer);
    for (const crumb of host.querySelectorAll('.bjs-breadcrumbs a')) {
      crumb.setAttribute('aria-label', `${host.dataset.leave ?? ''} ${crumb.textContent}`.trim());
    }
  });
  return viewer;
}

/** Says in place of the drawing that there is none. */
export function fail(host, error) {
  console.error(error);
  const note = document.createElement('p');
  note.className = 'diagram-failed';
  note.textContent = host.dataset.failed ?? '';
  host.replaceChildren(note);
}

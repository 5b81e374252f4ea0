// The diagram of a case: what is done, where the tokens stand, what has failed. A step list beside it says the same.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { addControls } from './diagram/controls.js';
import { panByTouch } from './diagram/touch.js';
import { showState } from './diagram/state.js';
import { fit, settle } from './diagram/view.js';

const FONT = '"IBM Plex Sans", system-ui, sans-serif';

async function read(url, as) {
  const reply = await fetch(url, { headers: { Accept: as === 'json' ? 'application/json' : 'application/xml' } });
  if (!reply.ok) throw new Error(`${reply.status} ${url}`);
  return reply[as]();
}

/** bpmn-js asks for its few sentences here. */
const words = (host) => ({
  translate: ['value', (template, { element } = {}) =>
    template.startsWith('Open') ? `${host.dataset.enter ?? 'Open'}: ${element}` : template],
});

async function draw(host) {
  const { diagram, state } = host.dataset;
  // Text is measured while it is drawn: the font has to be there first.
  const [xml, live] = await Promise.all([
    read(diagram, 'text'), state ? read(state, 'json') : null, document.fonts.load(`12px ${FONT}`),
  ]);
  const viewer = new NavigatedViewer({
    container: host,
    additionalModules: [words(host)],
    textRenderer: { defaultStyle: { fontFamily: FONT }, externalStyle: { fontFamily: FONT } },
    bpmnRenderer: { defaultStrokeColor: '#2b3336', defaultLabelColor: '#1b1f22' },
    zoomScroll: { enabled: false }, // the wheel scrolls the page; Ctrl + wheel zooms (view.js)
  });
  await viewer.importXML(xml);
  if (live) showState(viewer, live, host.dataset);
  addControls(viewer, host);
  panByTouch(viewer, host);
  settle(viewer, host, live);
  viewer.on('root.set', () => {
    fit(viewer);
    for (const crumb of host.querySelectorAll('.bjs-breadcrumbs a')) {
      crumb.setAttribute('aria-label', `${host.dataset.leave ?? ''} ${crumb.textContent}`.trim());
    }
  });
}

for (const host of document.querySelectorAll('[data-diagram]')) {
  try {
    await draw(host);
  } catch (error) {
    console.error(error);
    const note = document.createElement('p');
    note.className = 'diagram-failed';
    note.textContent = host.dataset.failed ?? '';
    host.replaceChildren(note);
  }
}
document.documentElement.dataset.ready = 'diagram';

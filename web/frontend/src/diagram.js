// The diagram of a case: what is done, where the tokens stand, what has failed. A step list beside it says the same.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import { fail, open, read } from './diagram/open.js';
import { showState } from './diagram/state.js';

async function draw(host) {
  const { diagram, state } = host.dataset;
  const live = state ? await read(state, 'json') : null;
  await open(host, diagram, live, (viewer) => live && showState(viewer, live, host.dataset));
}

for (const host of document.querySelectorAll('[data-diagram]')) await draw(host).catch((error) => fail(host, error));
document.documentElement.dataset.ready = 'diagram';

// The token simulation knows no translations.
import words from './da/simulation.json';
import { translateInPlace } from './in-place.js';

// The log names elements as people have named them.
const OWN = '.bts-toggle-mode, .bts-palette, .bts-log, .bts-notifications, .bts-context-pad, .bts-element-notification, .bts-set-animation-speed';

/** For a modeler's `additionalModules`, beside bpmn-js-token-simulation. */
export const simulationWordsModule = {
  __init__: ['simulationWords'],
  simulationWords: ['type', SimulationWords],
};

function SimulationWords(eventBus, canvas) {
  const stop = translateInPlace(canvas.getContainer(), words, OWN);
  eventBus.on('diagram.destroy', stop);
}

SimulationWords.$inject = ['eventBus', 'canvas'];

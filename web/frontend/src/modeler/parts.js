// Samtrin's parts in the modeler: whole steps that are put in with one choice, and their fields in the panel.
import { PartBuilder } from './parts/builder.js';
import { PartMenu } from './parts/menu.js';
import { PartPanel } from './parts/panel.js';

/** For `additionalModules` of the modeler, beside `panelModule` and `catalogModule`. */
export const partsModule = {
  __init__: ['partMenu', 'partPanel'],
  partBuilder: ['type', PartBuilder],
  partMenu: ['type', PartMenu],
  partPanel: ['type', PartPanel],
};

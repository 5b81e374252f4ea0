// Where parts are chosen: a sign in the palette, and first in the menus for a new step and for what follows a step.
import { PARTS } from './blueprints.js';

const FIRST = 1500; // before the toolkit's own entries
const MENU = 'samtrin-parts';
const SIGN = `<div class="entry" draggable="true"><svg width="46" height="46" viewBox="0 0 46 46" fill="none" stroke="currentColor"
  stroke-width="2.5" aria-hidden="true"><rect x="11" y="12" width="12" height="9" rx="2"/><rect x="23" y="25" width="12" height="9" rx="2"/>
  <path d="M17 21v8.5h6M23 16.5h6v8.5"/></svg></div>`;

export class PartMenu {
  constructor(popupMenu, palette, canvas, create, mouse, rules, partBuilder, translate) {
    Object.assign(this, { popupMenu, canvas, create, mouse, rules, partBuilder, translate });
    const anywhere = { getPopupMenuEntries: () => this.before((part) => (event) => this.start(event, part)) };
    popupMenu.registerProvider('bpmn-create', FIRST, anywhere);
    popupMenu.registerProvider(MENU, FIRST, anywhere);
    popupMenu.registerProvider('bpmn-append', FIRST, {
      getPopupMenuEntries: (source) => (rules.allowed('shape.append', { element: source })
        ? this.before((part) => () => this.append(part, source)) : {}),
    });
    palette.registerProvider(FIRST, this);
  }

  /** Our entries, then those that are there. `choose`: part -> what choosing it does. */
  before(choose) {
    const group = { id: MENU, name: this.translate("Samtrin's parts") };
    const ours = PARTS.map((part) => [`part-${part.id}`, {
      group, label: this.translate(part.name), description: this.translate(part.help), className: part.icon,
      action: { click: choose(part), dragstart: (event) => this.start(event, part) },
    }]);
    return (entries) => ({ ...Object.fromEntries(ours), ...entries });
  }

  /** The part hangs on the mouse until it is put down. */
  start(event, part) {
    this.popupMenu.close();
    const where = event instanceof KeyboardEvent ? this.mouse.getLastMoveEvent() : event;
    this.create.start(where, this.partBuilder.make(part).elements);
  }

  append(part, source) {
    this.popupMenu.close();
    this.partBuilder.append(part, source);
  }

  getPaletteEntries() {
    const open = () => {
      const sign = this.canvas.getContainer().querySelector('.djs-palette [data-action="samtrin-parts"]');
      const { right, top } = sign.getBoundingClientRect();
      const title = this.translate("Samtrin's parts");
      this.popupMenu.open(this.canvas.getRootElement(), MENU, { x: right + 10, y: top }, { title, width: 340, search: true });
    };
    return { [MENU]: { group: 'create', html: SIGN, title: this.translate("Put in one of Samtrin's parts"), action: { click: open } } };
  }
}
PartMenu.$inject = ['popupMenu', 'palette', 'canvas', 'create', 'mouse', 'rules', 'partBuilder', 'translate'];

// Reading and writing what an element carries beside BPMN: Zeebe's extension elements, and our properties among them.
// Every change is one entry on the command stack: undone in one go.
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';

/** What carries the extension elements: of a pool, its process. */
export function carrier(element) {
  const bo = getBusinessObject(element);
  return bo?.$type === 'bpmn:Participant' ? bo.processRef : bo;
}

const box = (element) => carrier(element)?.get('extensionElements');
const inside = (element, type) => box(element)?.get('values').find((value) => value.$instanceOf?.(type));

/** An attribute of an extension element, '' where there is none. */
export const attribute = (element, type, name) => inside(element, type)?.get(name) ?? '';

/** The value of the property `name` (zeebe:property), '' where there is none. */
export const property = (element, name) => named(element, name)?.get('value') ?? ''; // element: or what it stands for

const named = (element, name) => inside(element, 'zeebe:Properties')?.get('properties')
  .find((each) => each.get('name') === name);

/** Changes an element: collects what belongs together, then does it as one command. */
class Change {
  constructor(injector, element) {
    this.injector = injector;
    this.element = element;
    this.commands = [];
  }

  set(moddleElement, properties) {
    const context = { element: this.element, moddleElement, properties };
    this.commands.push({ cmd: 'element.updateModdleProperties', context });
  }

  make(type, properties, parent) {
    const made = this.injector.get('bpmnFactory').create(type, properties);
    made.$parent = parent;
    return made;
  }

  /** The extension element of a type, made where there is none. */
  within(type) {
    const found = inside(this.element, type);
    if (found) return found;
    const bo = carrier(this.element);
    const existing = box(this.element);
    const outer = existing ?? this.make('bpmn:ExtensionElements', { values: [] }, bo);
    const made = this.make(type, {}, outer);
    if (existing) {
      this.set(outer, { values: [...outer.get('values'), made] });
    } else {
      outer.values = [made];
      this.set(bo, { extensionElements: outer });
    }
    return made;
  }

  drop(extension) {
    this.set(box(this.element), { values: box(this.element).get('values').filter((value) => value !== extension) });
  }

  done() {
    if (this.commands.length) this.injector.get('commandStack').execute('properties-panel.multi-command-executor', this.commands);
  }
}

/** Sets an attribute of an extension element. `alone`: without it, the whole extension element goes. */
export function setAttribute(injector, element, type, name, value, { alone = false } = {}) {
  const change = new Change(injector, element);
  const found = inside(element, type);
  if (!value && alone) {
    if (found) change.drop(found);
  } else if (value || found) {
    change.set(change.within(type), { [name]: value || undefined });
  }
  change.done();
}

/** Sets the property `name`; an empty value takes it away, and the last one its list. */
export function setProperty(injector, element, name, value) {
  const change = new Change(injector, element);
  const found = named(element, name);
  if (found && value) {
    change.set(found, { value });
  } else if (found) {
    const list = inside(element, 'zeebe:Properties');
    const left = list.get('properties').filter((each) => each !== found);
    if (left.length) change.set(list, { properties: left });
    else change.drop(list);
  } else if (value) {
    const list = change.within('zeebe:Properties');
    const made = change.make('zeebe:Property', { name, value }, list);
    change.set(list, { properties: [...list.get('properties'), made] });
  }
  change.done();
}

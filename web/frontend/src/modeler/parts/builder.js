// Makes the shapes and lines of a part, and puts them into the diagram as one step that can be undone.
import { is } from 'bpmn-js/lib/util/ModelUtil';

const GAP = 80; // from the step that a part follows, and from what stands in its way
const LOOP = 90; // how far below the steps a line runs back

export class PartBuilder {
  constructor(elementFactory, bpmnFactory, moddle, modeling, commandStack, selection, translate) {
    Object.assign(this, { elementFactory, bpmnFactory, moddle, modeling, commandStack, selection, translate });
    commandStack.register('samtrin.part.append', { preExecute: (context) => this.place(context) });
  }

  /** The elements of a part, not yet in any diagram. `source`: the step that it follows. */
  make(part, source) {
    const taken = new Set();
    const id = (prefix) => {
      let n = 1;
      while (taken.has(`${prefix}-${n}`) || this.moddle.ids.assigned(`${prefix}-${n}`)) n += 1;
      taken.add(`${prefix}-${n}`);
      return `${prefix}-${n}`;
    };
    const drafts = source && is(source, 'bpmn:UserTask');
    const form = drafts && extension(source.businessObject, 'zeebe:FormDefinition')?.get('formId');
    const { elements, flows } = part.make({ id, draft: drafts ? source.id : undefined, form });
    const shapes = new Map(elements.map((element) => [element.key, this.shape(element)]));
    if (drafts) shapes.set(source.id, source);
    const lines = flows.filter(({ to }) => shapes.get(to) !== source);
    return {
      first: shapes.get(elements[0].key),
      elements: [...elements.map(({ key }) => shapes.get(key)), ...lines.map((flow) => this.line(flow, shapes))],
      back: flows.find(({ to }) => shapes.get(to) === source && source),
      shapes,
    };
  }

  /** Put a part behind a step. */
  append(part, source) {
    const context = { part, source };
    this.commandStack.execute('samtrin.part.append', context);
    this.selection.select(context.first);
  }

  place(context) {
    const { part, source } = context;
    const made = this.make(part, source);
    const box = bounds(made.elements);
    const first = made.first;
    context.first = first;
    let y = source.y + source.height / 2;
    const left = source.x + source.width + GAP;
    const top = () => y - middle(first).y + box.y; // of the whole part, its first step standing at y
    const overlaps = () => source.parent.children.some((other) => other.width && !other.labelTarget && other !== source
      && other.x < left + box.width && other.x + other.width > left
      && other.y < top() + box.height && other.y + other.height > top());
    for (let tries = 0; tries < 20 && overlaps(); tries += 1) y += GAP;
    const position = { x: left + box.width / 2, y: top() + box.height / 2 };
    this.modeling.createElements(made.elements, position, source.parent);
    this.modeling.connect(source, first);
    if (made.back) this.leadBack(made, source);
  }

  /** The line by which a gate sends back to the step that it follows. */
  leadBack({ back, shapes }, source) {
    const from = shapes.get(back.from);
    const low = Math.max(from.y + from.height, source.y + source.height) + LOOP;
    const line = this.modeling.connect(from, source, { type: 'bpmn:SequenceFlow', businessObject: this.flow(back, source) });
    this.modeling.updateWaypoints(line, [
      { x: middle(from).x, y: from.y + from.height }, { x: middle(from).x, y: low },
      { x: middle(source).x, y: low }, { x: middle(source).x, y: source.y + source.height },
    ]);
  }

  shape({ id, type, at: [x, y], name, ...filling }) {
    const businessObject = this.bpmnFactory.create(type, { id, name: name && this.translate(name) });
    if (!this.moddle.ids.assigned(id)) this.moddle.ids.claim(id, businessObject);
    const values = this.extensions(filling);
    if (values.length) {
      const box = this.bpmnFactory.create('bpmn:ExtensionElements', { values });
      values.forEach((value) => { value.$parent = box; });
      box.$parent = businessObject;
      businessObject.extensionElements = box;
    }
    const shape = this.elementFactory.createShape({ type, businessObject });
    shape.x = x - shape.width / 2;
    shape.y = y - shape.height / 2;
    return shape;
  }

  extensions({ called, job, task, inputs, outputs }) {
    const create = (type, properties) => this.bpmnFactory.create(type, properties);
    const parameters = (type, all, toAttributes) => Object.entries(all ?? {}).map((entry) => create(type, toAttributes(entry)));
    const found = [];
    if (called) found.push(create('zeebe:CalledElement', called));
    if (job) found.push(create('zeebe:TaskDefinition', job));
    if (task) found.push(create('zeebe:UserTask'));
    if (inputs) {
      const mapping = create('zeebe:IoMapping', {
        inputParameters: parameters('zeebe:Input', inputs, ([target, source]) => ({ source, target })),
        outputParameters: parameters('zeebe:Output', outputs, ([target, source]) => ({ source, target })),
      });
      [...mapping.inputParameters, ...mapping.outputParameters].forEach((parameter) => { parameter.$parent = mapping; });
      found.push(mapping);
    }
    return found;
  }

  flow({ name, condition, isDefault }, source) {
    const made = this.bpmnFactory.create('bpmn:SequenceFlow', { name: name && this.translate(name) });
    if (condition) {
      made.conditionExpression = this.bpmnFactory.create('bpmn:FormalExpression', { body: condition });
      made.conditionExpression.$parent = made;
    }
    if (isDefault) source.businessObject.default = made;
    return made;
  }

  line(flow, shapes) {
    const [source, target] = [shapes.get(flow.from), shapes.get(flow.to)];
    return this.elementFactory.createConnection({
      type: 'bpmn:SequenceFlow', businessObject: this.flow(flow, source), source, target, waypoints: way(source, target),
    });
  }
}
PartBuilder.$inject = ['elementFactory', 'bpmnFactory', 'moddle', 'modeling', 'commandStack', 'selection', 'translate'];

/** A line to the right, up or down and to the right, or below everything back. */
function way(source, target) {
  const [from, to] = [middle(source), middle(target)];
  if (from.y === to.y && from.x < to.x) return [{ x: source.x + source.width, y: from.y }, { x: target.x, y: to.y }];
  if (from.x === to.x) return [{ x: from.x, y: source.y + source.height }, { x: to.x, y: target.y }];
  const leaves = from.y < to.y ? source.y + source.height : source.y;
  if (from.x < to.x) return [{ x: from.x, y: leaves }, { x: from.x, y: to.y }, { x: target.x, y: to.y }];
  if (from.y > to.y) return [{ x: source.x, y: from.y }, { x: to.x, y: from.y }, { x: to.x, y: target.y + target.height }];
  const low = source.y + source.height + LOOP;
  return [{ x: from.x, y: source.y + source.height }, { x: from.x, y: low }, { x: to.x, y: low }, { x: to.x, y: target.y + target.height }];
}

const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

function bounds(elements) {
  const points = elements.flatMap(({ waypoints, x, y, width, height }) => waypoints ?? [{ x, y }, { x: x + width, y: y + height }]);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The extension element of a type, or undefined. */
export const extension = (businessObject, type) => businessObject.get('extensionElements')?.get('values')
  .find((value) => value.$instanceOf?.(type));

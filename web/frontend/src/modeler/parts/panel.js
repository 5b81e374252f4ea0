// The group of a part in the properties panel: its blanks and its choices, in plain words.
import { Group } from '@bpmn-io/properties-panel';
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { nameOf } from '../canvas.js';
import { fieldsFor } from '../entries.js';
import { extension } from './builder.js';
import { fieldsOf } from './fields.js';

const LAST = 390; // after our other groups, so that this one can stand before them

export class PartPanel {
  constructor(propertiesPanel, injector, modeling, bpmnFactory, catalog, samtrinProvider, translate) {
    Object.assign(this, { injector, modeling, bpmnFactory, catalog, samtrinProvider, translate });
    propertiesPanel.registerProvider(LAST, this);
  }

  getGroups(element) {
    const fields = element.businessObject?.get && fieldsOf(element.businessObject);
    return (groups) => {
      if (!fields) return groups;
      const entries = fields.flatMap((field) => fieldsFor(element, this.field(element, field)));
      const after = groups.findIndex(({ id }) => id === 'general') + 1;
      const ours = { id: 'samtrin-part', label: this.translate('The part'), component: Group, entries, shouldOpen: true };
      return [...groups.slice(0, after), ours, ...groups.slice(after)];
    };
  }

  field(element, { target, label, help, as, choose, many }) {
    const source = () => this.input(element, target)?.get('source') ?? '';
    return {
      id: `part-${target}`,
      label: this.translate(label),
      help: help && this.translate(help),
      options: this.options(choose, element),
      many,
      feel: true,
      get: () => as.read(source()),
      set: (value) => this.setInput(element, target, as.write(value, source())),
    };
  }

  options(choose, element) {
    if (!choose) return undefined;
    if (typeof choose === 'function') return choose(this.translate);
    if (choose === 'roles') return this.samtrinProvider.roles(element);
    if (choose !== 'tasks') return this.catalog[choose].map(({ id, name }) => ({ value: id, label: name }));
    const tasks = this.injector.get('elementRegistry').filter((each) => is(each, 'bpmn:UserTask') && !each.labelTarget);
    return tasks.map((task) => ({ value: task.id, label: task.businessObject.name || nameOf(this.injector, task) }));
  }

  input(element, target) {
    return extension(element.businessObject, 'zeebe:IoMapping')?.get('inputParameters').find((each) => each.get('target') === target);
  }

  setInput(element, target, source) {
    const found = this.input(element, target);
    if (found) {
      this.modeling.updateModdleProperties(element, found, { source });
      return;
    }
    const box = element.businessObject.get('extensionElements');
    const mapping = extension(element.businessObject, 'zeebe:IoMapping');
    const input = this.bpmnFactory.create('zeebe:Input', { source, target });
    if (mapping) {
      input.$parent = mapping;
      this.modeling.updateModdleProperties(element, mapping, { inputParameters: [...mapping.get('inputParameters'), input] });
      return;
    }
    const made = this.bpmnFactory.create('zeebe:IoMapping', { inputParameters: [input] });
    made.$parent = box;
    input.$parent = made;
    this.modeling.updateModdleProperties(element, box, { values: [...box.get('values'), made] });
  }
}
PartPanel.$inject = ['propertiesPanel', 'injector', 'modeling', 'bpmnFactory', 'catalog', 'samtrinProvider', 'translate'];

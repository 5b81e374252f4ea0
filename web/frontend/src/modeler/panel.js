// Our groups of the properties panel. They come first: what an owner of a process changes most, in plain words. What
// stands in them is a table on the server (engine/editing/properties.py); everything else is Zeebe's own panel.
import { Group } from '@bpmn-io/properties-panel';
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { fieldsFor } from './entries.js';
import { nameOf } from './canvas.js';
import { addressOf, say } from './words.js';
import { attribute, carrier, property, setAttribute, setProperty } from './zeebe.js';

const LAST = 400; // after Zeebe's own provider, so that its groups are there to be arranged
const SECTIONS = ['main', 'more', 'reminders', 'gate'];
const DAYS = [2, 3, 5, 10, 15, 20]; // the deadlines that people mostly choose
// what the engine does not run (a warning of lint): shown only where a file has it
const UNUSED = ['Zeebe__ExecutionListeners', 'Zeebe__TaskListeners'];

class SamtrinProvider {
  constructor(propertiesPanel, injector, catalog) {
    propertiesPanel.registerProvider(LAST, this);
    this.injector = injector;
    this.catalog = catalog;
  }

  getGroups(element) {
    return (groups) => {
      const ours = SECTIONS.map((section) => this.group(element, section)).filter(Boolean);
      const kept = groups.filter(({ id, items }) => !UNUSED.includes(id) || items?.length);
      const after = kept.findIndex(({ id }) => id === 'general') + 1;
      return [...kept.slice(0, after), ...ours, ...kept.slice(after)];
    };
  }

  group(element, section) {
    const fields = [...(section === 'main' ? this.settings(element) : []), ...this.properties(element, section)];
    const entries = fields.flatMap((field) => fieldsFor(element, field));
    if (!entries.length) return undefined;
    return {
      id: `samtrin-${section}`,
      label: say(`section ${section}`),
      component: Group,
      entries,
      shouldOpen: section === 'main',
    };
  }

  /** What Zeebe has a place for, chosen from lists. */
  settings(element) {
    const { injector, catalog } = this;
    const field = (id, type, name, options, more = {}) => ({
      id: `samtrin-${id}`,
      label: say(`setting ${id}`),
      help: say(`setting ${id} help`),
      options,
      feel: true,
      get: () => attribute(element, type, name),
      set: (value) => setAttribute(injector, element, type, name, value, more),
    });
    const found = [];
    if (is(element, 'bpmn:UserTask')) {
      found.push(field('role', 'zeebe:AssignmentDefinition', 'candidateGroups', this.roles(element)));
    }
    if (is(element, 'bpmn:UserTask') || this.begins(element)) {
      const form = field('form', 'zeebe:FormDefinition', 'formId', this.options('forms'), { alone: true });
      found.push({ ...form, feel: false, link: this.link('forms', form.get()) });
    }
    if (is(element, 'bpmn:UserTask')) {
      const days = DAYS.map((n) => ({ value: `=add working days(today(), ${n})`, label: say('workingDays', { n }) }));
      found.push(field('due', 'zeebe:TaskSchedule', 'dueDate', days, { alone: true }));
    }
    if (is(element, 'bpmn:BusinessRuleTask')) {
      const decision = field('decision', 'zeebe:CalledDecision', 'decisionId', this.options('decisions'));
      found.push({ ...decision, link: this.link('decisions', decision.get()) });
    }
    if (is(element, 'bpmn:CallActivity')) {
      found.push(field('process', 'zeebe:CalledElement', 'processId', this.options('processes')));
    }
    if (is(element, 'bpmn:ServiceTask') || is(element, 'bpmn:SendTask')) {
      found.push(field('job', 'zeebe:TaskDefinition', 'type', catalog.jobs.map(({ id, name }) => ({ value: id, label: name }))));
    }
    return found;
  }

  /** A start event of the process that a person sets off: its form begins the case. */
  begins(element) {
    const bo = element.businessObject;
    return is(element, 'bpmn:StartEvent') && !bo.get('eventDefinitions').length && is(bo.$parent, 'bpmn:Process');
  }

  /** The roles, each under the kind of party that fills it; those of this process's own parties first. */
  roles(element) {
    const { kinds, roles } = this.catalog;
    let process = carrier(element);
    while (process && !is(process, 'bpmn:Process')) process = process.$parent;
    const parties = (process ? property(process, 'samtrin:parties') : '').split(',').map((kind) => kind.trim());
    const rank = (kind) => (parties.includes(kind) ? parties.indexOf(kind) : kind === 'joint' || kind === 'any' ? 50 : 100);
    const ordered = [...new Set(roles.map(({ kind }) => kind))].sort((one, other) => rank(one) - rank(other));
    return ordered.flatMap((kind) => roles.filter((role) => role.kind === kind).map(({ id, name }) => ({
      value: id, label: name, group: this.kindName(kind, kinds),
    })));
  }

  kindName(kind, kinds) {
    if (kind === 'joint' || kind === 'any') return say(`kind ${kind}`);
    return kinds.find(({ id }) => id === kind)?.name ?? kind;
  }

  /** The address of the page where a form or a decision of this draft is edited. */
  link(list, id) {
    const file = this.catalog[list].find((each) => each.id === id)?.file;
    return file ? addressOf(file) : undefined;
  }

  options(list) {
    return this.catalog[list].map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }));
  }

  properties(element, section) {
    const bo = carrier(element);
    const kind = bo && bo.$type.replace('bpmn:', '').replace(/^./, (letter) => letter.toLowerCase());
    return this.catalog.properties
      .filter((each) => each.section === section && each.on.includes(kind))
      .map(({ name, label, help, choices, options, many, feel }) => ({
        id: name.replace(':', '-'),
        label,
        help,
        many,
        feel,
        options: choices && this.choices(choices, options, element),
        get: () => property(element, name),
        set: (value) => setProperty(this.injector, element, name, value),
      }));
  }

  choices(list, options, element) {
    if (list === 'options') return options;
    if (list === 'roles') return this.roles(element);
    if (list !== 'tasks') return this.catalog[list].map(({ id, name }) => ({ value: id, label: name }));
    const tasks = this.injector.get('elementRegistry').filter((each) => is(each, 'bpmn:UserTask') && each !== element && !each.labelTarget);
    return tasks.map((task) => ({ value: task.id, label: task.businessObject.name || nameOf(this.injector, task) }));
  }
}
SamtrinProvider.$inject = ['propertiesPanel', 'injector', 'catalog'];

export const panelModule = { __init__: ['samtrinProvider'], samtrinProvider: ['type', SamtrinProvider] };

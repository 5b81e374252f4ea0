// What can be chosen instead of typed, and the variables that expressions may read. It comes from the server and is
// fetched again when the draft has been saved, for then there may be more.
import { say } from './words.js';

const NOTHING = {
  roles: [], forms: [], decisions: [], processes: [], documents: [], kinds: [], jobs: [], properties: [], variables: [],
  functions: [],
};

export class Catalog {
  constructor(eventBus, config) {
    this.url = config.catalog;
    this.eventBus = eventBus;
    Object.assign(this, NOTHING);
  }

  /** Fetches it; whether that worked. What was there stays where it did not. */
  async refresh() {
    const reply = await fetch(this.url, { redirect: 'error' }).catch(() => undefined);
    if (!reply?.ok) return false;
    const text = await reply.text();
    if (text !== this.last) {
      this.last = text;
      Object.assign(this, JSON.parse(text));
      this.eventBus.fire('propertiesPanel.providersChanged');
    }
    return true;
  }
}
Catalog.$inject = ['eventBus', 'config.samtrin'];

/** Completion of names in expressions: the properties panel asks this service. */
class Variables {
  constructor(catalog) {
    this.catalog = catalog;
  }

  getVariablesForElement() {
    const { variables, functions } = this.catalog;
    return [
      ...variables.map(({ name, type, source, entries }) => ({
        name,
        info: source,
        detail: type && say(`type ${type}`),
        isList: type === 'list',
        entries: entries.map((entry) => ({ name: entry, entries: [] })),
      })),
      ...functions.map(({ name, parameters, help }) => ({
        name, type: 'function', info: help, params: parameters.map((parameter) => ({ name: parameter })),
      })),
    ];
  }
}
Variables.$inject = ['catalog'];

export const catalogModule = { catalog: ['type', Catalog], variableResolver: ['type', Variables] };

// What a field can be with us beside what form-js knows: kept as `properties` in the form's file.
import { h } from 'preact';
import { isDanish } from '../i18n.js';

const TEXTS = isDanish ? {
  group: 'Hos os',
  private: 'Kun ens egen organisation ser svaret',
  privateHint: 'Også når opgaven er fælles. Intet åbent kan regnes ud af svaret.',
  large: 'Vis svarene som store felter',
  largeHint: 'Til den ene beslutning, som en side handler om.',
  autocomplete: 'Browseren må foreslå',
  autocompleteHint: 'Til det, man skriver om sig selv.',
  none: 'Intet',
  list: 'Hent valgene fra',
  listHint: 'Lister, som systemet kender i hver sag.',
  fixed: 'Faste valg og andet',
  personer: 'Personer i ens egen organisation',
  organisationer: 'Andre organisationer',
  parter_valg: 'Sagens parter',
  name: 'Navn',
  email: 'E-mail',
  tel: 'Telefonnummer',
  organization: 'Organisation',
  'organization-title': 'Stilling',
  'street-address': 'Adresse',
  'postal-code': 'Postnummer',
  'address-level2': 'By',
} : {
  group: 'With us',
  private: 'Only one\'s own organisation sees the answer',
  privateHint: 'On a shared task too. Nothing open can be computed from it.',
  large: 'Show the answers as large boxes',
  largeHint: 'For the one decision that a page is about.',
  autocomplete: 'The browser may suggest',
  autocompleteHint: 'For what people write about themselves.',
  none: 'Nothing',
  list: 'Take the choices from',
  listHint: 'Lists that the system knows in every case.',
  fixed: 'Fixed choices and others',
  personer: 'People of one\'s own organisation',
  organisationer: 'Other organisations',
  parter_valg: 'The parties of the case',
  name: 'Name',
  email: 'E-mail',
  tel: 'Phone number',
  organization: 'Organisation',
  'organization-title': 'Position',
  'street-address': 'Address',
  'postal-code': 'Postal code',
  'address-level2': 'Town',
};
const SUGGESTIONS = ['name', 'email', 'tel', 'organization', 'organization-title', 'street-address', 'postal-code', 'address-level2'];
const LISTS = ['personer', 'organisationer', 'parter_valg'];
const CHOICES = new Set(['checklist', 'radio', 'select', 'taglist']);
const HOLDS = new Set([
  'textfield', 'textarea', 'number', 'datetime', 'checkbox', 'checklist', 'radio', 'select', 'taglist', 'group', 'dynamiclist',
]);
const OWN = ['visibility', 'look', 'autocomplete'];

/** Sets or, with no value, takes away one of the field's properties. */
function set(field, editField, name, value) {
  const { [name]: _, ...rest } = field.properties ?? {};
  const properties = value ? { ...rest, [name]: value } : rest;
  editField(field, ['properties'], Object.keys(properties).length ? properties : undefined);
}

function Tick({ id, field, editField, name, value, text, hint }) {
  const input = `bio-properties-panel-${id}`;
  return h('div', { class: 'bio-properties-panel-entry bio-properties-panel-checkbox-entry', 'data-entry-id': id }, [
    h('div', { class: 'bio-properties-panel-checkbox' }, [
      h('input', {
        id: input, type: 'checkbox', class: 'bio-properties-panel-input', checked: field.properties?.[name] === value,
        onChange: (event) => set(field, editField, name, event.target.checked && value),
      }),
      h('label', { for: input, class: 'bio-properties-panel-label' }, text),
    ]),
    h('div', { class: 'bio-properties-panel-description' }, hint),
  ]);
}

function Select({ id, label, hint, now, options, onChoose }) {
  const input = `bio-properties-panel-${id}`;
  return h('div', { class: 'bio-properties-panel-entry', 'data-entry-id': id }, [
    h('div', { class: 'bio-properties-panel-select' }, [
      h('label', { for: input, class: 'bio-properties-panel-label' }, label),
      h('select', { id: input, class: 'bio-properties-panel-input', onChange: (event) => onChoose(event.target.value) }, options.map(
        ([value, text]) => h('option', { value, selected: value === now }, text),
      )),
    ]),
    h('div', { class: 'bio-properties-panel-description' }, hint),
  ]);
}

function Suggestion({ id, field, editField }) {
  const now = field.properties?.autocomplete ?? '';
  const names = [...SUGGESTIONS, ...(now && !SUGGESTIONS.includes(now) ? [now] : [])];
  return Select({
    id, now, label: TEXTS.autocomplete, hint: TEXTS.autocompleteHint,
    options: [['', TEXTS.none], ...names.map((name) => [name, TEXTS[name] ?? name])],
    onChoose: (value) => set(field, editField, 'autocomplete', value),
  });
}

/** Where the choices come from: one of our lists, or what form-js's own part of the panel says. */
function List({ id, field, editField }) {
  const now = LISTS.includes(field.valuesKey) ? field.valuesKey : '';
  return Select({
    id, now, label: TEXTS.list, hint: TEXTS.listHint,
    options: [['', TEXTS.fixed], ...LISTS.map((name) => [name, TEXTS[name]])],
    onChoose: (value) => editField(field, value
      ? { values: undefined, valuesExpression: undefined, valuesKey: value }
      : { values: [{ label: '1', value: '1' }], valuesExpression: undefined, valuesKey: undefined }),
  });
}

function entries(field, editField) {
  const about = { field, editField, isEdited: () => false };
  const found = [{
    ...about, id: 'samtrin-private', component: Tick, name: 'visibility', value: 'private', text: TEXTS.private, hint: TEXTS.privateHint,
  }];
  if (field.type === 'radio') {
    found.push({ ...about, id: 'samtrin-large', component: Tick, name: 'look', value: 'large', text: TEXTS.large, hint: TEXTS.largeHint });
  }
  if (field.type === 'textfield') found.push({ ...about, id: 'samtrin-autocomplete', component: Suggestion });
  if (CHOICES.has(field.type)) found.unshift({ ...about, id: 'samtrin-list', component: List });
  return found;
}

class OurProperties {
  static $inject = ['propertiesPanel'];

  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(this, 500); // after form-js's own
  }

  getGroups(field, editField) {
    return (groups) => {
      if (!field || !HOLDS.has(field.type)) return groups;
      const ours = { id: 'samtrin', label: TEXTS.group, entries: entries(field, editField) };
      const [first, ...rest] = groups.map((group) => (group.id === 'custom-values' ? withoutOwn(group, field) : group));
      return [first, ours, ...rest];
    };
  }
}

/** The list of free properties without those that have a place of their own. */
function withoutOwn(group, field) {
  const names = Object.keys(field.properties ?? {});
  return { ...group, items: group.items.filter((_, number) => !OWN.includes(names[number])) };
}

export const ourPropertiesModule = { __init__: ['ourProperties'], ourProperties: ['type', OurProperties] };

// The fields of our groups in the properties panel: a list to choose from, and beside it the field where anything can
// be written, an expression too. What a list cannot say is never lost by opening it.
import { FeelEntry, SelectEntry, TextFieldEntry, isFeelEntryEdited, isSelectEntryEdited } from '@bpmn-io/properties-panel';
import { jsx } from '@bpmn-io/properties-panel/preact/jsx-runtime';
import { useService } from 'bpmn-js-properties-panel';
import { say } from './words.js';

const OWN = '='; // chosen for: I write it myself

/** Fields for one value. `field`: { id, label, help, options: [{ value, label, group }], many, feel, link, get(),
 * set(value) }; without options it is only written; `link` leads to what is chosen. */
export function fieldsFor(element, field) {
  const value = field.get();
  const made = [];
  if (field.options && !field.many) made.push({ id: field.id, component: Pick, isEdited: isSelectEntryEdited });
  const listed = !field.options || field.options.some((option) => option.value === value) || value === '';
  if (!field.options || field.many || !listed) {
    made.push({ id: `${field.id}-own`, component: Own, isEdited: isFeelEntryEdited });
  }
  if (field.options && field.many) made.push({ id: `${field.id}-more`, component: More });
  return made.map((entry) => ({ ...entry, element, field }));
}

function Pick({ element, field, id }) {
  const value = field.get();
  const listed = value === '' || field.options.some((option) => option.value === value);
  const getOptions = () => {
    const options = grouped(field.options);
    if (!options.some((option) => option.value === '')) options.unshift({ value: '', label: say('notChosen') });
    if (field.feel || !listed) options.push({ value: OWN, label: say('writeIt') });
    return options;
  };
  return jsx(SelectEntry, {
    element, id, label: field.label, getOptions,
    description: field.link ? jsx('a', { href: field.link, target: '_blank', children: say('openChosen') }) : field.help,
    getValue: () => (listed ? value : OWN),
    setValue: (chosen) => field.set(chosen),
  });
}

/** Options as the panel wants them: those with a `group` below its name. */
function grouped(options) {
  const made = [];
  for (const { value, label, group } of options) {
    const last = made.at(-1);
    if (!group) made.push({ value, label });
    else if (last?.label === group) last.children.push({ value, label });
    else made.push({ label: group, children: [{ value, label }] });
  }
  return made;
}

function Own({ element, field, id }) {
  const debounce = useService('debounceInput');
  const translate = useService('translate');
  const variables = useService('variableResolver').getVariablesForElement();
  const alone = !field.options || field.many;
  const props = {
    element, id, debounce, translate,
    label: alone ? field.label : say('written', { label: field.label }),
    description: alone ? field.help : undefined,
    getValue: () => field.get() || undefined,
    setValue: (written) => field.set(written ?? ''),
  };
  return field.feel ? jsx(FeelEntry, { ...props, feel: 'optional', variables }) : jsx(TextFieldEntry, props);
}

/** Adds one more of several values, separated by commas. */
function More({ element, field, id }) {
  const value = field.get();
  if (value.startsWith('=')) return null;
  const chosen = value.split(',').map((each) => each.trim()).filter(Boolean);
  const left = field.options.filter((option) => option.value && !chosen.includes(option.value));
  return jsx(SelectEntry, {
    element, id, label: say('addTo', { label: field.label }),
    getOptions: () => [{ value: '', label: say('chooseOne') }, ...grouped(left)],
    getValue: () => '',
    setValue: (more) => { if (more) field.set([...chosen, more].join(', ')); },
  }, chosen.join());
}

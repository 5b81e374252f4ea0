// The test bench: values in, the answer of the server out, for the table as it stands on the screen. What was tried
// stays in a list while the page is open, and is tried anew with every change.
import { post } from '../saving/server.js';
import { rowList } from './rows.js';

const PAUSE = 500; // ms after the last change

/** `read()` gives the file's text, `decision()` the id of the one that is open, `mark(rules, lead)` shows which matched. */
export function bench({ read, decision, mark }) {
  const host = document.querySelector('[data-bench]');
  const { bench: url, most } = host.dataset;
  const form = host.querySelector('form');
  const fields = host.querySelector('[data-bench-fields]');
  const result = host.querySelector('[data-bench-result]');
  const which = form.querySelector('[data-bench-which]');
  const select = which.querySelector('select');
  const rows = rowList(host, Number(most) - 1, { load: use, changed: () => tryAll() });
  let shown = ''; // the fields as they came
  let chosen; // the decision that the person has chosen
  let tried = false; // the values in the fields
  let turn = 0;
  let timer;

  const values = () => Object.fromEntries(new FormData(form));

  /** Asks the server; `keep`: what is in the fields is one more of those tried; `lead`: the person has asked for it. */
  async function tryAll({ keep = false, lead = keep } = {}) {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    const current = values();
    const kept = rows.all();
    const answer = await post(url, {
      xml: await read(), decision: chosen ?? decision() ?? null, rows: [...(tried ? [current] : []), ...kept],
    });
    if (mine !== turn) return;
    if (answer.status !== 200) return say(failure(answer.status));
    if (answer.problem) return say(answer.problem);
    draw(answer);
    const results = [...answer.results];
    if (tried) {
      const [first] = results.splice(0, 1);
      result.innerHTML = first.html;
      faults(first.faults);
      mark(first.rules, lead);
      rows.fresh(results);
      if (keep) rows.add(current, first, words());
    } else {
      rows.fresh(results);
    }
  }

  function failure(status) {
    if (status === 413) return host.dataset.tooLarge;
    return [400, 401].includes(status) ? host.dataset.out : host.dataset.failed;
  }

  function say(text) {
    const box = document.createElement('div');
    box.className = 'flash error';
    const line = document.createElement('p');
    line.textContent = text;
    box.append(line);
    result.replaceChildren(box);
    mark([]);
  }

  /** The fields and the decisions, where they are others than before; what is typed stays. */
  function draw({ asked, names, decision: id }) {
    if (asked !== shown) {
      const typed = values();
      const at = document.activeElement?.form === form ? document.activeElement.name : '';
      fields.innerHTML = asked;
      shown = asked;
      fill(typed);
      if (at) form.elements.namedItem(at)?.focus();
    }
    const options = Object.entries(names).map(([value, text]) => new Option(text, value, false, value === id));
    select.replaceChildren(...options);
    which.hidden = options.length < 2;
  }

  function fill(typed) {
    for (const [name, value] of Object.entries(typed)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
  }

  function faults(found) {
    for (const field of fields.querySelectorAll('[data-bench-field]')) {
      const text = found[field.dataset.benchField];
      const line = field.querySelector('.err');
      line.textContent = text ?? '';
      line.hidden = !text;
      field.classList.toggle('bad', Boolean(text));
      field.querySelector('input, select').setAttribute('aria-invalid', String(Boolean(text)));
    }
    fields.querySelector('.bad input, .bad select')?.focus();
  }

  /** What is in the fields, as the list tells it. */
  function words() {
    return [...fields.querySelectorAll('[data-bench-field]')].flatMap((field) => {
      const input = field.querySelector('input, select');
      const value = input.selectedOptions?.[0]?.textContent ?? input.value;
      return input.value ? [`${field.querySelector('label').textContent}: ${value}`] : [];
    }).join(', ') || host.dataset.blank;
  }

  /** Values that were tried before, in the fields again. */
  function use(typed) {
    form.reset();
    fill(typed);
    tried = true;
    tryAll({ lead: true });
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    tried = true;
    tryAll({ keep: true });
  });
  form.addEventListener('input', () => { // the answer below belongs to other values
    if (!tried) return;
    tried = false;
    result.replaceChildren();
    mark([]);
  });
  select.addEventListener('change', () => {
    chosen = select.value;
    tried = false;
    rows.clear();
    result.replaceChildren();
    mark([]);
    tryAll();
  });

  return {
    /** The table has changed. */
    soon() {
      clearTimeout(timer);
      timer = setTimeout(() => tryAll(), PAUSE);
    },
    /** Another decision has been opened. */
    open() {
      chosen = undefined;
      tryAll();
    },
  };
}

// A form whose fields depend on one another follows what is chosen, and gains and loses rows, without a new page:
// the form is sent as its own buttons would send it, and its fields are taken from the page that comes back.
const FIELDS = '.fields[data-form]';
const CHANGES = ['_row_add', '_row_remove', '_refresh'];

const written = (form) => new URLSearchParams(new FormData(form)).toString();

async function fetchFields(form, name, value) {
  const body = new FormData(form);
  body.append(name, value);
  const reply = await fetch(form.action, { method: 'POST', body, redirect: 'error' });
  if (!reply.ok) throw new Error(`${reply.status} ${form.action}`);
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  return page.querySelector(FIELDS) ?? Promise.reject(new Error('a page without the form'));
}

/** Puts the focus, and the place in a text, back where they were. */
function keepPlace(fields, change) {
  const { id, selectionStart, selectionEnd } = document.activeElement ?? {};
  change();
  const again = id && fields().querySelector(`#${CSS.escape(id)}`);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (typeof selectionStart === 'number') again.setSelectionRange(selectionStart, selectionEnd);
}

const latest = new WeakMap(); // form -> number of its latest change: an answer to an older one is dropped

async function update(form, name, value) {
  const turn = (latest.get(form) ?? 0) + 1;
  latest.set(form, turn);
  let before;
  let fresh;
  do { // what is typed meanwhile must not be lost: ask again with it
    before = written(form);
    fresh = await fetchFields(form, name, value);
    if (latest.get(form) !== turn) return;
  } while (before !== written(form));
  const fields = () => form.querySelector(FIELDS);
  if (name === '_refresh') {
    keepPlace(fields, () => fields().replaceWith(fresh));
  } else {
    fields().replaceWith(fresh);
    fields().querySelector('[autofocus]')?.focus();
    form.dispatchEvent(new Event('input', { bubbles: true })); // a row more or less is a change to keep
  }
}

for (const fields of document.querySelectorAll(FIELDS)) fields.closest('form').dataset.live = '';

document.addEventListener('change', (event) => {
  const field = event.target.closest('[data-refresh]');
  const form = event.target.form;
  if (!field || form?.dataset.live === undefined) return;
  update(form, '_refresh', field.dataset.refresh).catch(() => {
    delete form.dataset.live; // its own buttons come back
  });
});

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (form.dataset.live === undefined || !CHANGES.includes(submitter?.name)) return;
  event.preventDefault();
  update(form, submitter.name, submitter.value).catch(() => {
    delete form.dataset.live;
    form.requestSubmit(submitter);
  });
}, { capture: true });

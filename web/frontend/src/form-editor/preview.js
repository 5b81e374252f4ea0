// The form as a task shows it: drawn by the server from what is on the screen, followed as it is filled in.
import { send } from '../saving/server.js';

const PAUSE = 600; // ms after the last change of the form
const CHANGES = ['_row_add', '_row_remove', '_refresh', '_send'];

export function preview({ read }) {
  const host = document.querySelector('[data-preview]');
  const form = host.querySelector('[data-preview-form]');
  let turn = 0;
  let timer;

  const written = () => new URLSearchParams(new FormData(form)).toString();

  /** Draws the form with what is typed in it; `name` and `value`: the button that asked. */
  async function draw(name, value) {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    const before = written();
    const body = new FormData(form);
    body.set('_schema', await read());
    if (name) body.append(name, value);
    const reply = await send('POST', host.dataset.preview, { body }).catch(() => undefined);
    const text = reply?.ok ? await reply.text() : '';
    if (mine !== turn) return;
    if (before !== written()) return draw(name, value); // what is typed meanwhile must not be lost
    if (!reply?.ok) return fail(reply?.status);
    show(text, name);
  }

  function show(text, name) {
    const { id, selectionStart, selectionEnd } = form.contains(document.activeElement) ? document.activeElement : {};
    const isOpen = form.querySelector('[data-of-case]')?.open;
    const page = new DOMParser().parseFromString(text, 'text/html');
    form.replaceChildren(...page.body.childNodes);
    if (isOpen) form.querySelector('[data-of-case]')?.setAttribute('open', '');
    const wanted = name && form.querySelector(name === '_send' ? '[data-focus]' : '.fields [autofocus]');
    const again = wanted || (id && form.querySelector(`#${CSS.escape(id)}`));
    again?.focus({ preventScroll: !wanted });
    if (again && !wanted && typeof selectionStart === 'number') again.setSelectionRange(selectionStart, selectionEnd);
  }

  function fail(status) {
    const box = document.createElement('div');
    box.className = 'flash error';
    const line = document.createElement('p');
    line.textContent = { 413: host.dataset.tooLarge, 400: host.dataset.out, 401: host.dataset.out }[status] ?? host.dataset.failed;
    box.append(line);
    form.querySelector('.flash.error')?.remove();
    form.prepend(box);
  }

  form.addEventListener('change', (event) => {
    const field = event.target.closest('[data-refresh]');
    if (field) draw('_refresh', field.dataset.refresh);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation(); // this form is never really sent
    const { name, value } = event.submitter ?? {};
    if (CHANGES.includes(name)) draw(name, value);
    else draw('_send', '1'); // the Enter key
  }, { capture: true });
  host.addEventListener('change', (event) => {
    if (event.target.name === 'preview-width') {
      host.querySelector('.preview-room').classList.toggle('as-phone', event.target.value === 'phone');
    }
  });

  return {
    soon() {
      clearTimeout(timer);
      timer = setTimeout(draw, PAUSE);
    },
  };
}

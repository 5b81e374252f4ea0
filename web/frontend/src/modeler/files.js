// A diagram from a file: dropped on the drawing, chosen, or pasted. The server reads it first; then the person says
// yes; and what was there before can be had back, in this window at once and later too.
import { ask } from './checks.js';
import { clear, notice } from './notices.js';
import { page, say } from './words.js';

const LARGEST = 5_000_000; // bytes, as on the server (engine/deployments)
const BEFORE = `samtrin-before ${page.dataset.catalog}`;

/** `read()` gives what is on the screen, `parse(text)` whether a text is a diagram, `replace(text)` puts it on the
 * screen; it may reject. */
export function takeFiles({ check, file, canvas, read, parse, replace }) {
  async function offer(name, text) {
    const { status, problems = [], text: reason } = await ask(check, file, text);
    if (status !== 200) {
      notice('file', 'error', `${say('fileRefused', { name })} ${reason ?? ''}`);
      return;
    }
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    if (!await parse(text)) {
      notice('file', 'error', say('fileRefused', { name }), { more: problems.map(({ text: why }) => why), label: say('why') });
      return;
    }
    notice('file', 'warn', say(errors ? 'replaceWithErrors' : 'replace', { name, n: errors }), {
      actions: [[say('replaceYes'), () => put(name, text)], [say('replaceNo'), () => canvas.focus()]],
      more: problems.slice(0, 20).map(({ text: why }) => why),
      label: say('why'),
      focus: true,
    });
  }

  async function put(name, text) {
    const before = await read().catch(() => '');
    keep(before);
    try {
      await replace(text);
    } catch {
      notice('file', 'error', say('fileRefused', { name }));
      if (before) await replace(before);
      return;
    }
    notice('file', 'ok', say('replaced', { name }), { actions: before ? [[say('undoReplace'), () => replace(before)]] : [] });
  }

  async function take(dropped) {
    if (!dropped) return;
    clear('file');
    if (dropped.size > LARGEST) notice('file', 'error', say('fileTooLarge', { name: dropped.name, mb: LARGEST / 1_000_000 }));
    else await offer(dropped.name, await dropped.text());
  }

  canvas.addEventListener('dragover', (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    canvas.classList.add('dropping');
  });
  canvas.addEventListener('dragleave', () => canvas.classList.remove('dropping'));
  canvas.addEventListener('drop', (event) => {
    canvas.classList.remove('dropping');
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData.getData('text/plain');
    if (event.target.closest('input, textarea, [contenteditable="true"]') || !/^\s*<[\s\S]*definitions[\s>]/.test(text.slice(0, 5000))) return;
    event.preventDefault();
    if (text.length > LARGEST) notice('file', 'error', say('fileTooLarge', { name: say('pasted'), mb: LARGEST / 1_000_000 }));
    else offer(say('pasted'), text);
  });
  const input = document.querySelector('[data-file]');
  input.addEventListener('change', () => {
    take(input.files[0]);
    input.value = '';
  });
  const back = document.querySelector('[data-before]');
  const follow = () => { back.hidden = !kept(); };
  back.addEventListener('click', () => offer(say('before'), kept()));
  follow();

  function keep(text) {
    try { // no room left, or storage forbidden: then this window is all there is
      if (text) localStorage.setItem(BEFORE, text);
    } catch { /* nothing to be done */ }
    follow();
  }

  function kept() {
    try {
      return localStorage.getItem(BEFORE);
    } catch {
      return null;
    }
  }
}

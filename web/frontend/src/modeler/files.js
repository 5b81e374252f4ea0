// A diagram from a file: dropped on the drawing, chosen, or pasted. The server reads it first; then the person says
// yes; and what was there before can be had back, in this window at once and later too.
import { ask } from './checks.js';
import { clear, notice } from './notices.js';
import { say } from './words.js';

const LARGEST = 5_000_000; // bytes, as on the server (engine/deployments)
const LONGEST = 14 * 24 * 3600 * 1000; // ms that a replaced diagram is kept
const { owner, saving } = document.querySelector('[data-saving]').dataset;
const BEFORE = `samtrin-before ${owner} ${saving}`;

/** `read()` gives what is on the screen, `adopt(text)` another diagram as it fits here, `replace(text)` puts it on
 * the screen; both may reject. */
export function takeFiles({ check, file, canvas, read, adopt, replace }) {
  async function offer(name, brought) {
    const text = await adopt(brought).catch(() => undefined);
    const { status, problems = [], text: reason } = await ask(check, file, text ?? brought);
    if (status !== 200) {
      notice('file', 'error', `${say('fileRefused', { name })} ${reason ?? ''}`);
      return;
    }
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    if (text === undefined) {
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
      if (text) localStorage.setItem(BEFORE, JSON.stringify({ at: Date.now(), text }));
    } catch { /* nothing to be done */ }
    follow();
  }

  function kept() {
    try {
      const { at, text } = JSON.parse(localStorage.getItem(BEFORE)) ?? {};
      if (at > Date.now() - LONGEST) return text;
      localStorage.removeItem(BEFORE);
    } catch { /* nothing is kept */ }
    return undefined;
  }
}

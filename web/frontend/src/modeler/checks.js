// Checks while somebody draws, by the server's own rules: the same words, on the same elements, as when publishing.
import { post } from '../saving/server.js';

const PAUSE = 600; // ms after the last change

/** `read()` gives the file's text, `show(problems)` gets what is wrong, `show(undefined)` when it is not known. */
export function checker({ url, file, read, show }) {
  let timer;
  let busy; // the check in flight; a later one waits for it, so that the newest answer wins

  async function check() {
    clearTimeout(timer);
    while (busy) await busy;
    busy = read().then((text) => ask(url, file, text)).catch(() => ({ status: 0 }));
    const { status, problems } = await busy;
    busy = undefined;
    show(status === 200 ? problems : undefined);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }

  return { check, soon };
}

/** What the server says about a text that is not saved: `{ status, problems }`. */
export const ask = (url, file, text) => post(url, { [file]: text });

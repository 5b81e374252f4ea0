// Checks while somebody draws, by the server's own rules: the same words, on the same elements, as when publishing.
import { post } from '../saving/server.js';

const PAUSE = 600; // ms after the last change

/** `read()` gives the file's text, `show(problems)` gets what is wrong, `show(undefined)` when it is not known. */
export function checker({ url, file, read, show }) {
  let timer;
  let turn = 0;

  async function check() {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    const { status, problems } = await ask(url, file, await read());
    if (mine === turn) show(status === 200 ? problems : undefined);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }

  return { check, soon };
}

/** What the server says about a text that is not saved: `{ status, problems }`. */
export const ask = (url, file, text) => post(url, { [file]: text });

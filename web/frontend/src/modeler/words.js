// What the page says, in its language: the server has put the texts on the page.
export const page = document.querySelector('[data-modeler]');
const texts = JSON.parse(page.dataset.words);

/** The text with this key, `{name}` filled in. A key without a text is a mistake of ours: it fails at once. */
export function say(key, values = {}) {
  if (!(key in texts)) throw new Error(`no text ${key}`);
  return texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The page where a file of this draft is edited; the draft's own page where it has none. */
export function addressOf(file) {
  const kind = { form: 'formular', dmn: 'tabel' }[file.split('.').pop()];
  return kind ? `${page.dataset.draft}/${kind}/${encodeURIComponent(file)}` : page.dataset.draft;
}

/** Tells those who listen instead of looking. */
export function tell(text) {
  const line = document.querySelector('[data-told]');
  line.textContent = '';
  requestAnimationFrame(() => { line.textContent = text; }); // the same words twice are said twice
}

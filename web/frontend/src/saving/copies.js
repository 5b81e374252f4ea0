// What the server has not taken yet lies on the person's own computer: a closed tab costs nothing.
const PREFIX = 'samtrin-file';
const LONGEST = 14 * 24 * 3600 * 1000; // ms
const TAB = crypto.getRandomValues(new Uint32Array(2)).join('-'); // two windows do not overwrite each other

const start = (owner, url) => `${PREFIX} ${owner} ${url} `;

function tryTo(change) {
  try { // no room left, or storage forbidden: then the server is all there is
    return change();
  } catch {
    return undefined;
  }
}

function entries(prefix) {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => {
    const read = tryTo(() => JSON.parse(localStorage.getItem(key)));
    return { at: 0, ...read, key };
  }).sort((one, other) => other.at - one.at);
}

export const keep = (owner, url, text, revision) => tryTo(() => {
  localStorage.setItem(start(owner, url) + TAB, JSON.stringify({ at: Date.now(), revision, text }));
});

export const forget = (owner, url) => tryTo(() => localStorage.removeItem(start(owner, url) + TAB));

export const drop = (copy) => tryTo(() => localStorage.removeItem(copy.key));

/** The newest copy that is not what the server has: `{ key, at, revision, text }`. Throws the useless ones away. */
export function left(owner, url, there) {
  return tryTo(() => {
    for (const copy of entries(PREFIX)) if (copy.at < Date.now() - LONGEST) drop(copy);
    const found = entries(start(owner, url));
    found.filter((copy) => copy.text === there).forEach(drop);
    return found.find((copy) => typeof copy.text === 'string' && copy.text !== there);
  });
}

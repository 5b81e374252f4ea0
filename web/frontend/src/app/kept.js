// What somebody types stays on their own computer until the server has it: a session that has run out, a lost
// connection or a closed window costs nothing. It is offered on the task's page, to the same person alone.
const PREFIX = 'samtrin-draft';
const SENT = 'samtrin-sent';
const LONGEST = 14 * 24 * 3600 * 1000; // ms
const MARKS = ['csrf_token', 'fingerprint', '_draft']; // the page's own, never what was typed
const TAB = crypto.getRandomValues(new Uint32Array(2)).join('-'); // two windows do not overwrite each other

const prefix = (form) => `${PREFIX} ${form.dataset.draftOwner} ${form.dataset.draft} `;
const own = (form) => prefix(form) + TAB;

/** What is typed in a form, as a query string. */
export function written(form) {
  const typed = [...new FormData(form)].filter(([name, value]) => !MARKS.includes(name) && typeof value === 'string');
  return new URLSearchParams(typed).toString();
}

function tryTo(change) {
  try { // no room left, or storage forbidden: then the server is all there is
    change();
  } catch { /* nothing to be done */ }
}

export function keep(form) {
  tryTo(() => {
    localStorage.setItem(own(form), JSON.stringify({ at: Date.now(), body: written(form) }));
    sessionStorage.removeItem(SENT);
  });
}

export const forget = (form) => tryTo(() => localStorage.removeItem(own(form)));

/** The form is on its way: what is kept goes when the next page says that it has arrived. */
export const sent = (form) => tryTo(() => sessionStorage.setItem(SENT, prefix(form)));

function entries(start) {
  return Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => {
    try {
      return { key, ...JSON.parse(localStorage.getItem(key)) };
    } catch {
      return { key, at: 0 };
    }
  }).sort((one, other) => other.at - one.at);
}

/** Throws away what has arrived, and what nobody came back for. */
export function tidy() {
  tryTo(() => {
    const arrived = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    const refused = document.querySelector('[data-refused]');
    for (const { key, at } of entries(PREFIX)) {
      if ((arrived && !refused && key.startsWith(arrived)) || at < Date.now() - LONGEST) localStorage.removeItem(key);
    }
  });
}

/** Offers what the server never got. `restore(body)` gives it to the server; resolves to whether that took it. */
export function offer(form, restore) {
  let found;
  tryTo(() => {
    const now = written(form);
    for (const entry of entries(prefix(form))) {
      if (entry.body === now) localStorage.removeItem(entry.key);
      else found ??= entry;
    }
  });
  if (!found) return;
  const { draftKept, draftRestore, draftForget, draftFailed } = form.dataset;
  const box = document.createElement('div');
  box.className = 'flash warn kept-draft';
  box.setAttribute('role', 'status');
  const text = document.createElement('p');
  const when = new Intl.DateTimeFormat(document.documentElement.lang || 'da', {
    day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Copenhagen',
  });
  text.textContent = draftKept.replace('{time}', when.format(new Date(found.at)));
  box.append(text);
  for (const [label, act] of [
    [draftRestore, async () => {
      if (!await restore(found.body)) {
        text.textContent = draftFailed;
        return;
      }
      localStorage.removeItem(found.key);
      window.location.assign(form.action);
    }],
    [draftForget, () => {
      localStorage.removeItem(found.key);
      box.remove();
    }],
  ]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-secondary small';
    button.textContent = label;
    button.addEventListener('click', act);
    box.append(button);
  }
  form.prepend(box);
}

// Task forms keep a draft on the server while somebody writes, say so, and warn before work is lost.
const PAUSE = 2000; // ms after the last change
const RETRY = 15000; // ms after a draft that could not be saved

const clock = new Intl.DateTimeFormat(document.documentElement.lang || 'da', {
  hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Copenhagen', // as all times on the pages
});

function watch(form) {
  const { draft: url, draftSaved, draftFailed } = form.dataset;
  const status = form.querySelector('[data-draft-status]');
  let changed = false; // since the last draft that the server took
  let leaving = false;
  let timer;
  let saving; // the save in flight; a later one waits for it, so that the newest text wins

  const say = (text, state) => {
    if (!status || status.textContent === text) return;
    status.textContent = text ?? '';
    status.dataset.state = state;
  };

  async function save() {
    clearTimeout(timer);
    if (saving) await saving;
    if (!changed || leaving) return;
    changed = false;
    saving = fetch(url, {
      method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' }, keepalive: true,
      redirect: 'error', // a redirect leads to the login page: the draft was not taken
    }).then((reply) => reply.ok, () => false);
    const saved = await saving;
    saving = undefined;
    if (saved) {
      say(draftSaved?.replace('{time}', clock.format(new Date())), 'saved');
    } else {
      changed = true;
      say(draftFailed, 'failed');
      timer = setTimeout(save, RETRY);
    }
  }

  form.addEventListener('input', () => {
    changed = true;
    if (!url) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  document.addEventListener('submit', (event) => { // on the document: after submit.js has had its say
    if (event.target !== form || event.defaultPrevented) return;
    leaving = true;
    clearTimeout(timer);
  });
  window.addEventListener('pageshow', () => { leaving = false; });
  document.addEventListener('visibilitychange', () => {
    if (url && document.visibilityState === 'hidden') save();
  });
  if (form.dataset.unsaved !== undefined) {
    window.addEventListener('beforeunload', (event) => {
      if (changed && !leaving) event.preventDefault();
    });
  }
}

document.querySelectorAll('form[data-draft], form[data-unsaved]').forEach(watch);

// Task forms keep a draft on the server while somebody writes, say so, and lose nothing on the way (kept.js).
import { forget, keep, offer, sent, tidy, written } from './kept.js';

const PAUSE = 2000; // ms after the last change
const RETRY = 15000; // ms after a draft that could not be saved
const LOGGED_OUT = [400, 401]; // 400: the page is from before the last login
const STUCK = [...LOGGED_OUT, 403, 404, 409]; // nothing that this page sends will be taken: only a new page helps

const clock = new Intl.DateTimeFormat(document.documentElement.lang || 'da', {
  hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Copenhagen', // as all times on the pages
});

function watch(form) {
  const { draft: url, draftSaved, draftFailed, draftOut, draftElsewhere } = form.dataset;
  const status = form.querySelector('[data-draft-status]');
  const keeps = form.dataset.draftOwner !== undefined; // on this computer too, until the server has it
  const mark = form.querySelector('input[name="_draft"]'); // of the draft that this page goes on from
  let changed = false; // since the last draft that the server took
  let leaving = false;
  let stuck = false;
  let last; // what was sent last
  let timer;
  let saving; // the save in flight; a later one waits for it, so that the newest text wins

  const say = (text, state) => {
    if (!status || status.textContent === text) return;
    status.textContent = text ?? '';
    status.dataset.state = state;
  };

  const post = (body) => fetch(url, {
    method: 'POST', body, headers: { Accept: 'application/json' }, keepalive: true,
    redirect: 'error', // a redirect leads to the login page: the draft was not taken
  });

  /** Whether the draft that stands in the way is our own, taken by the server after this page had let go of it. */
  async function isOurs() {
    const reply = await fetch(form.action);
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    const there = page.querySelector(`form[data-draft="${url}"]`);
    if (!there || !mark || written(there) !== last) return false;
    mark.value = there.querySelector('input[name="_draft"]').value;
    return true;
  }

  /** Sends the form once; the status of the answer, 0 for none. */
  async function send(again = false) {
    const body = new FormData(form);
    const typed = written(form);
    const reply = await post(body);
    if (reply.status === 409 && !again && await isOurs()) return send(true);
    if (reply.ok) {
      last = typed;
      const told = reply.headers.get('Content-Type')?.includes('json') ? await reply.json() : {};
      if (mark && told.mark) mark.value = told.mark;
    }
    return reply.status;
  }

  async function save() {
    clearTimeout(timer);
    if (saving) await saving;
    if (!changed || leaving || stuck) return;
    changed = false;
    saving = send().catch(() => 0);
    const answer = await saving;
    saving = undefined;
    if (answer >= 200 && answer < 300) {
      if (keeps && !changed) forget(form);
      say(draftSaved?.replace('{time}', clock.format(new Date())), 'saved');
      return;
    }
    changed = true;
    stuck = STUCK.includes(answer);
    say((answer === 409 && draftElsewhere) || (LOGGED_OUT.includes(answer) && draftOut) || draftFailed, 'failed');
    if (!stuck) timer = setTimeout(save, RETRY);
  }

  form.addEventListener('input', () => {
    changed = true;
    if (!url) return;
    if (keeps) keep(form);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  document.addEventListener('submit', (event) => { // on the document: after submit.js has had its say
    if (event.target !== form || event.defaultPrevented) return;
    leaving = true;
    clearTimeout(timer);
    if (keeps) sent(form);
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
  if (keeps) {
    offer(form, async (body) => {
      const whole = new URLSearchParams(body);
      for (const name of ['csrf_token', '_draft']) {
        const field = form.querySelector(`input[name="${name}"]`);
        if (field) whole.set(name, field.value);
      }
      const reply = await post(whole).catch(() => undefined);
      leaving = reply?.ok ?? false; // to the page that shows it
      return leaving;
    });
  }
}

tidy();
document.querySelectorAll('form[data-draft], form[data-unsaved]').forEach(watch);

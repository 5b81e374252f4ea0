// Keeps a file of a draft saved while somebody works on it in a tool page, and loses nothing on the way: every change
// is kept in the browser at once and on the server soon after; an expired login, a lost connection, a closed tab and
// somebody else's save in between are said and can be mended on the spot. Knows nothing of what the file holds.
//
//   {% import 'saving.html' as saving with context %}       in the template; `saving.head()` in block head,
//   {{ saving.bar(url_of_the_file) }}                       `saving.bar(...)` where the line shall stand
//
//   const saved = keepSaved({
//     host: document.querySelector('[data-saving]'),
//     read: async () => text,         // what is on the screen, as the file's text
//     write: async (text) => {},      // put the file's text on the screen; may reject
//     taken: (text) => {},            // optional: the server has it now
//   });
//   await saved.open();               // fetches and writes; offers work that the server never got. Rejects as `write`
//   saved.changed();                  // call at every change (bpmn-js: 'commandStack.changed')
//   await saved.flush();              // saves now; whether all is saved (Ctrl+S does it too)
//
// `host.dataset.state` is loading, changed, saved, failed, out (logged out), stale (somebody saved in between).
import { Bar, fully, shortly } from './saving/bar.js';
import * as copies from './saving/copies.js';
import { renew, send, told } from './saving/server.js';

const KEEP = 300; // ms after a change, in the browser
const PAUSE = 1500; // ms after the last change, on the server
const RETRY = 15000; // ms after a save that failed
const LOOK = 20000; // ms between two looks at who else is here
const SMALL = 20000; // characters: what a page that is left may still send on its way out
const LOGGED_OUT = [400, 401]; // 400: the page is from before the last login

export function keepSaved({ host, read, write, taken = () => {} }) {
  const { saving: url, owner } = host.dataset;
  const bar = new Bar(host);
  let revision;
  let dirty = false; // something is not on the server
  let count = 0; // of changes
  let stuck = ''; // out or stale: nothing that this page sends will be taken
  let warned; // the revision of somebody else's save that the person knows of
  let last; // what was sent last
  let busy; // the save in flight
  let opening = false; // what the screen says now is not the person's doing
  let keeping;
  let timer;

  async function look() {
    const reply = await send('POST', `${url}/aaben`).catch(() => undefined);
    const { others, revision: newest } = reply?.ok ? await told(reply) : {};
    if (others) bar.others(others);
    return newest;
  }

  async function fetchText() {
    const reply = await fetch(url, { redirect: 'error', cache: 'no-store' });
    if (!reply.ok) throw new Error(`${reply.status} ${url}`);
    return reply.text();
  }

  async function show(text) {
    opening = true;
    try {
      await write(text);
    } finally {
      opening = false;
    }
  }

  /** The newest from the server on the screen. The revision first: a save between the two is found at our next one. */
  async function open() {
    bar.say('loading');
    revision = await look();
    if (revision === undefined) throw new Error(`no revision of ${url}`);
    const text = await fetchText();
    offer(text);
    try {
      await show(text);
    } finally { // what cannot be shown is in the draft all the same
      dirty = false;
      if (host.dataset.state === 'loading') bar.say('ready');
    }
    return text;
  }

  function offer(there) {
    const copy = copies.left(owner, url, there);
    if (!copy) return;
    const text = bar.text(copy.revision === revision ? 'kept' : 'keptOld', { time: fully(new Date(copy.at)) });
    bar.ask(text, [
      [bar.text('restore'), async () => {
        bar.calm();
        await show(copy.text).catch(() => bar.ask(bar.text('broken'), [[bar.text('download'), () => hand(copy.text)]]));
        changed();
        if (await save()) copies.drop(copy);
      }],
      [bar.text('download'), () => hand(copy.text)],
      [bar.text('forget'), () => {
        copies.drop(copy);
        bar.calm();
      }],
    ]);
  }

  /** The text as a file of the person's own. */
  function hand(text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text]));
    link.download = decodeURIComponent(url.split('/').pop());
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function changed() {
    if (opening) return;
    dirty = true;
    count += 1;
    clearTimeout(keeping);
    keeping = setTimeout(async () => {
      if (dirty) copies.keep(owner, url, await read(), revision);
    }, KEEP);
    if (stuck) return;
    bar.say('changed');
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  /** Saves what is on the screen; whether the server has all of it now. */
  async function save() {
    clearTimeout(timer);
    while (busy) await busy;
    if (!dirty || stuck) return !dirty;
    busy = put().catch(() => later());
    await busy;
    busy = undefined;
    return !dirty;
  }

  async function put(again = false) {
    const turn = count;
    const text = await read();
    copies.keep(owner, url, text, revision); // first: there may be no answer, nor time for one
    const reply = await send('PUT', url, {
      body: text,
      headers: { 'If-Match': String(revision), 'Content-Type': 'text/plain; charset=utf-8' },
      keepalive: text.length < SMALL,
    });
    const answer = await told(reply);
    if (reply.ok) {
      arrived(answer, text, turn);
    } else if (reply.status === 409 && answer.revision) {
      // our own, taken by the server when no answer reached us
      const isOurs = last !== undefined && !again && await fetchText() === last;
      if (isOurs) {
        revision = answer.revision;
        await put(true);
      } else {
        stale(answer);
      }
    } else if (LOGGED_OUT.includes(reply.status)) {
      if (!again && await renew(owner)) await put(true);
      else out();
    } else if (reply.status === 413) {
      bar.say('tooLarge');
    } else {
      later(answer.text);
    }
    last = text;
  }

  function arrived(answer, text, turn) {
    revision = answer.revision;
    if (answer.others) bar.others(answer.others);
    dirty = count !== turn;
    if (dirty) {
      timer = setTimeout(save, PAUSE);
    } else {
      clearTimeout(keeping);
      copies.forget(owner, url);
      bar.say('saved', { time: shortly(new Date()) });
    }
    taken(text);
  }

  function later(reason) {
    bar.say(reason ? { text: `${bar.text('failed')} ${reason}` } : 'failed');
    timer = setTimeout(save, RETRY);
  }

  function out() {
    stuck = 'out';
    bar.say('out');
    bar.ask(bar.text('outLong'), [[bar.text('login'), '/log-ind'], [bar.text('again'), goOn]]);
  }

  async function goOn() {
    if (stuck !== 'out' || !await renew(owner)) return;
    stuck = '';
    bar.calm();
    await save();
  }

  function stale({ who, when, revision: newest }) {
    stuck = 'stale';
    bar.say('stale');
    bar.ask(bar.text('staleLong', { who, when }), [
      [bar.text('theirs'), async () => {
        stuck = '';
        copies.forget(owner, url);
        bar.calm();
        await open();
      }],
      [bar.text('mine'), async () => {
        stuck = '';
        revision = newest;
        dirty = true;
        bar.calm();
        await save();
      }],
      [bar.text('download'), async () => hand(await read())],
    ]);
  }

  async function lookAgain() {
    if (document.visibilityState === 'hidden') return;
    if (stuck === 'out') return goOn();
    const newest = await look();
    if (busy || dirty || stuck || newest === undefined || newest <= revision || newest === warned) return;
    warned = newest;
    bar.ask(bar.text('newer'), [[bar.text('fetch'), () => {
      bar.calm();
      open();
    }]]);
  }

  setInterval(lookAgain, LOOK);
  window.addEventListener('focus', () => {
    if (stuck === 'out') goOn();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save();
    else lookAgain();
  });
  window.addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault();
  });
  document.addEventListener('click', async (event) => { // on the way to another page: what is left is saved first
    const link = event.target.closest?.('a[href]');
    const isElsewhere = link?.target || link?.hasAttribute('download') || link?.hash;
    if (!link || isElsewhere || !dirty || stuck || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await save();
    window.location.assign(link.href);
  });
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    save();
  });
  return { open, changed, flush: save };
}

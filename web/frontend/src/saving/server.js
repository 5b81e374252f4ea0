// How the tool pages talk to the server: with the secret mark of the page, and never led astray to a login page.
const mark = () => document.querySelector('meta[name="csrf-token"]');

/** One request of a script; as `fetch`, with `Accept: application/json`. Rejects when no answer comes. */
export function send(method, url, { headers, ...rest } = {}) {
  return fetch(url, {
    method,
    redirect: 'error', // a redirect leads to the login page: nothing was done
    headers: { Accept: 'application/json', 'X-CSRFToken': mark()?.content ?? '', ...headers },
    ...rest,
  });
}

/** The same with a JSON body; resolves to `{ status, ...the JSON of the answer }`, status 0 for no answer. */
export async function post(url, data) {
  const reply = await send('POST', url, {
    body: JSON.stringify(data), headers: { 'Content-Type': 'application/json' },
  }).catch(() => undefined);
  return { ...await told(reply), status: reply?.status ?? 0 };
}

/** What an answer says, as an object; empty where it is no JSON. */
export async function told(reply) {
  if (!reply?.headers.get('Content-Type')?.includes('json')) return {};
  return reply.json().catch(() => ({}));
}

/** Takes the mark of a new login from a fresh copy of this page; whether it is the same person's. */
export async function renew(owner) {
  const reply = await fetch(window.location.href).catch(() => undefined);
  if (!reply?.ok) return false;
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  const fresh = page.querySelector('meta[name="csrf-token"]');
  if (!fresh || page.querySelector('[data-saving]')?.dataset.owner !== owner) return false;
  mark().content = fresh.content;
  return true;
}

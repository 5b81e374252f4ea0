// What the page says about saving: one line, who else is here, and a box that asks when something must be chosen.
const language = document.documentElement.lang || 'da';
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Copenhagen' });
const moment = new Intl.DateTimeFormat(language, {
  day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Copenhagen',
});

export const shortly = (at) => clock.format(at);
export const fully = (at) => moment.format(at);

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export class Bar {
  #host;
  #box;

  constructor(host) {
    this.#host = host;
  }

  /** The text `data-<name>` of the bar, filled in. */
  text(name, values = {}) {
    return fill(this.#host.dataset[name] ?? '', values);
  }

  say(name, values) {
    const line = this.#host.querySelector('[data-saving-status]');
    const text = typeof name === 'string' ? this.text(name, values) : name.text;
    if (line.textContent !== text) line.textContent = text;
    this.#host.dataset.state = typeof name === 'string' ? name : 'failed';
  }

  others(names) {
    const line = this.#host.querySelector('[data-saving-others]');
    const text = names.length ? this.text('others', { names: names.join(', ') }) : '';
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !names.length;
  }

  /** Asks something; `answers` are [text, what happens]. An answer that is an address is a link to a new window. */
  ask(text, answers) {
    this.calm();
    this.#box = document.createElement('div');
    this.#box.className = 'flash warn saving-ask';
    this.#box.setAttribute('role', 'alert');
    const words = document.createElement('p');
    words.textContent = text;
    this.#box.append(words, ...answers.map(([label, act]) => (typeof act === 'string' ? link : button)(label, act)));
    this.#host.append(this.#box);
  }

  /** Nothing is asked any more. */
  calm() {
    this.#box?.remove();
    this.#box = undefined;
  }
}

function button(label, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button button-secondary small';
  made.textContent = label;
  made.addEventListener('click', act);
  return made;
}

function link(label, address) {
  const made = document.createElement('a');
  made.href = address;
  made.target = '_blank';
  made.textContent = label;
  return made;
}

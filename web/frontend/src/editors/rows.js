// The values that were tried in the bench, with the answer that each gets now.

/** `load(values)` puts a row into the fields again; `changed()` is told when a row has gone. */
export function rowList(host, most, { load, changed }) {
  const part = host.querySelector('[data-bench-rows]');
  const list = part.querySelector('ol');
  let rows = []; // { values, words, html, before: the first answer }

  function draw() {
    part.hidden = !rows.length;
    list.replaceChildren(...rows.map((row) => {
      const item = document.createElement('li');
      const [what, answer, acts] = ['p', 'div', 'p'].map((tag) => item.appendChild(document.createElement(tag)));
      what.textContent = row.words;
      answer.innerHTML = row.html; // from our own template
      if (row.html !== row.before) {
        const badge = document.createElement('span');
        badge.className = 'badge wait';
        badge.textContent = host.dataset.changed;
        answer.prepend(badge);
      }
      acts.append(
        button(host.dataset.load, row.words, () => load(row.values)),
        button(host.dataset.remove, row.words, () => {
          rows = rows.filter((other) => other !== row);
          draw();
          changed();
        }),
      );
      return item;
    }));
  }

  function button(text, about, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'link-btn';
    made.textContent = text;
    const more = document.createElement('span');
    more.className = 'sr';
    more.textContent = `: ${about}`;
    made.append(more);
    made.addEventListener('click', act);
    return made;
  }

  return {
    all: () => rows.map((row) => row.values),
    clear() {
      rows = [];
      draw();
    },
    /** The newest first; the same values stand there once. */
    add(values, { html }, words) {
      const same = JSON.stringify(values);
      rows = rows.filter((row) => JSON.stringify(row.values) !== same);
      rows = [{ values, words, html, before: html }, ...rows].slice(0, most);
      draw();
    },
    /** The answers that the table gives now, in the order of `all`. */
    fresh(results) {
      results.forEach(({ html }, number) => { if (rows[number]) rows[number].html = html; });
      draw();
    },
  };
}

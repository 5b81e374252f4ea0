// Comments: typing @ suggests the people who can be told; choosing one writes the name and ticks them in the list
// below, which is what the server reads. Where only the own side may read, the others cannot be chosen.
const TYPED = /(?:^|\s)@([\p{L}\p{M}'’ -]{0,40})$/u; // what stands after an @ before the caret
const MOST = 6;

function watch(form) {
  const text = form.querySelector('textarea');
  const ticks = [...form.querySelectorAll('input[name="mention"]')];
  if (!text || !ticks.length) return;
  const list = document.createElement('ul');
  list.className = 'suggested';
  const told = document.createElement('p');
  told.className = 'sr';
  told.setAttribute('role', 'status');
  text.after(list, told);

  const asked = () => text.value.slice(0, text.selectionStart).match(TYPED)?.[1];

  function close() {
    list.replaceChildren();
    told.textContent = '';
  }

  function choose(tick) {
    const caret = text.selectionStart;
    const start = caret - asked().length;
    text.setRangeText(`${tick.dataset.name} `, start, caret, 'end');
    tick.checked = true;
    tick.closest('details').open = true;
    close();
    text.focus();
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function suggest() {
    close();
    const typed = asked()?.toLocaleLowerCase();
    if (typed === undefined) return;
    const fits = ticks.filter(({ disabled, dataset: { name } }) => !disabled
      && (name.toLocaleLowerCase().startsWith(typed)
        || name.toLocaleLowerCase().split(' ').some((word) => typed && word.startsWith(typed)))).slice(0, MOST);
    for (const tick of fits) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = tick.dataset.name;
      button.addEventListener('click', () => choose(tick));
      const item = document.createElement('li');
      item.append(button);
      list.append(item);
    }
    if (fits.length) told.textContent = form.dataset.mentionsSome.replace('{n}', fits.length);
  }

  text.addEventListener('input', suggest);
  text.addEventListener('keydown', (event) => {
    const first = list.querySelector('button');
    if (!first) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      first.focus();
    } else if (event.key === 'Escape') {
      close();
    }
  });
  list.addEventListener('keydown', (event) => {
    const items = [...list.querySelectorAll('button')];
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape') {
      close();
      text.focus();
    } else if (step) {
      event.preventDefault();
      (items[items.indexOf(document.activeElement) + step] ?? text).focus();
    }
  });

  const limit = () => {
    const own = form.querySelector('input[name="visible"][value="own"]')?.checked;
    for (const tick of ticks) {
      if (tick.dataset.other === undefined) continue;
      tick.disabled = Boolean(own);
      if (own) tick.checked = false;
    }
  };
  form.addEventListener('change', (event) => {
    if (event.target.name === 'visible') limit();
  });
  limit();
}

document.querySelectorAll('form[data-mentions]').forEach(watch);

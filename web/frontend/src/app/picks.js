// Ticking several rows of a list: all of them at once, how many they are, and the bar with what can be done.
const roomy = matchMedia('(min-width: 861px)');

for (const table of document.querySelectorAll('[data-picks]')) {
  const boxes = [...table.querySelectorAll('.c-pick input')];
  const bar = document.querySelector('[data-picks-bar]');
  const head = table.querySelector('[data-picks-all]');
  const button = bar?.querySelector('[data-picks-toggle]');
  if (!bar || !head || !button || !boxes.length) continue;

  const all = document.createElement('input');
  all.type = 'checkbox';
  all.setAttribute('aria-label', head.dataset.picksAll);
  head.replaceChildren(all);
  button.hidden = false;

  const pick = (on) => {
    for (const box of boxes) box.checked = on;
    show();
  };
  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && !all.checked;
    button.setAttribute('aria-pressed', String(all.checked));
    const told = bar.querySelector('[data-picks-count]');
    told.hidden = count === 0;
    told.textContent = told.dataset.picksCount.replace('{n}', count);
    bar.classList.toggle('on', count > 0);
    if (count > 0 && roomy.matches) bar.open = true; // on a phone it would hide the list
  };
  all.addEventListener('change', () => pick(all.checked));
  button.addEventListener('click', () => pick(!all.checked));
  table.addEventListener('change', (event) => boxes.includes(event.target) && show());
  window.addEventListener('pageshow', show); // ticks that the browser kept when one came back
  show();
}

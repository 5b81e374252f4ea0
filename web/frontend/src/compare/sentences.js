// A sentence becomes a button that shows what it is about, in the drawings that have it.

function show({ viewer, own }, id) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  for (const looked of registry.filter((element) => canvas.hasMarker(element, 'is-looked-at'))) {
    canvas.removeMarker(looked, 'is-looked-at');
  }
  const element = registry.get(own(id));
  if (!element) return false;
  canvas.setRootElement(canvas.findRoot(element));
  canvas.addMarker(element, 'is-looked-at');
  canvas.zoom(Math.max(canvas.zoom(), 0.7));
  canvas.scrollToElement(element, 80);
  return true;
}

/** Makes buttons of the sentences in ``list`` whose element at least one side has. */
export function listen(list, sides, section) {
  if (!list || !sides.length) return;
  const buttons = [];
  for (const item of list.querySelectorAll('[data-element]')) {
    const id = item.dataset.element;
    if (!sides.some(({ viewer, own }) => viewer.get('elementRegistry').get(own(id)))) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'change';
    button.setAttribute('aria-pressed', 'false');
    button.append(...item.childNodes);
    button.addEventListener('click', () => {
      // The earlier drawing first: both move together, and what both have is shown where it is now.
      for (const side of sides) show(side, id);
      buttons.forEach((each) => each.setAttribute('aria-pressed', String(each === button)));
      section.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    });
    item.append(button);
    buttons.push(button);
  }
  const hint = list.querySelector('[data-hint]');
  if (hint && buttons.length) hint.textContent = hint.dataset.hint;
}

// The tabs above the table: the overview of all decisions, and each one.
export function views(modeler, opened) {
  const nav = document.querySelector('[data-views]');
  let active;

  function draw({ views: all, activeView }) {
    nav.hidden = all.length < 2;
    nav.replaceChildren(...all.map((view) => {
      const tab = document.createElement('button');
      tab.type = 'button';
      tab.textContent = view.type === 'drd' ? nav.dataset.overview : view.name || view.element.id;
      if (view.element === activeView?.element) tab.setAttribute('aria-current', 'page');
      tab.addEventListener('click', async () => {
        await modeler.open(modeler.getView(view.element));
        nav.querySelector('[aria-current]')?.focus();
      });
      return tab;
    }));
    if (activeView && activeView.element !== active) {
      active = activeView.element;
      opened();
    }
  }

  modeler.on('views.changed', draw);
}

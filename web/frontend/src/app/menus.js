// The fold-out menus of the top bar close on Escape and on a click elsewhere.
const menus = [...document.querySelectorAll('details.menu, details.who')];

document.addEventListener('click', (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = menus.find((each) => each.open);
  if (!menu) return;
  const held = menu.contains(document.activeElement);
  menu.open = false;
  if (held) menu.querySelector('summary').focus();
});

// A page that comes back with errors starts at their summary; its links put the cursor into the field itself.
document.querySelector('[data-focus]')?.focus();

document.addEventListener('click', (event) => {
  const link = event.target.closest('.errors a[href^="#"]');
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  const field = target.matches('input, select, textarea, button') ? target
    : target.querySelector('input:not([type=hidden]), select, textarea');
  if (!field) return;
  event.preventDefault();
  const label = field.closest('fieldset')?.querySelector('legend') ?? field.labels?.[0] ?? field;
  label.scrollIntoView({ block: 'start' });
  field.focus({ preventScroll: true });
});

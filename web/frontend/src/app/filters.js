// Filters apply when a choice changes; on a narrow screen they start folded unless something is filtered.
document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-auto]');
  if (form && event.target.matches('select')) form.requestSubmit();
});

if (matchMedia('(max-width: 860px)').matches) {
  for (const fold of document.querySelectorAll('.filter-fold')) {
    fold.open = [...fold.querySelectorAll('.filter input, .filter select')].some((field) => field.value);
  }
}

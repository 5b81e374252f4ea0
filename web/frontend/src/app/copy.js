// A button that copies a field's text. Without JavaScript the field itself is there to be copied from.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  const label = button.lastChild;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    label.textContent = button.dataset.copied;
  });
}

document.addEventListener('focusin', (event) => {
  if (event.target.matches?.('input[data-select]')) event.target.select();
});

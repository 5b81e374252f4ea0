// A form is confirmed where it asks for it, and sent once: a second click does nothing.
const confirmed = new WeakSet();

/** Asks in a dialog with the page's own words; without a text for "no", the browser asks. Resolves to a boolean. */
function ask(asker, submitter) {
  const { confirm: question, confirmYes, confirmNo } = asker.dataset;
  if (!confirmNo) return Promise.resolve(window.confirm(question));
  const dialog = document.createElement('dialog');
  dialog.className = 'ask';
  dialog.setAttribute('aria-labelledby', 'ask-question');
  const text = document.createElement('p');
  text.id = 'ask-question';
  text.textContent = question;
  const answers = document.createElement('form');
  answers.method = 'dialog';
  answers.className = 'actions';
  for (const [value, label, look] of [
    ['no', confirmNo, 'button-tertiary'],
    ['yes', confirmYes ?? submitter?.textContent.trim() ?? 'OK', 'button-danger'],
  ]) {
    const button = document.createElement('button');
    button.value = value;
    button.textContent = label;
    button.className = `button ${look}`;
    answers.append(button);
  }
  dialog.append(text, answers);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}

document.addEventListener('submit', async (event) => {
  const { target: form, submitter } = event;
  if (form.method === 'dialog' || event.defaultPrevented) return;

  const asker = [submitter, form].find((each) => each?.dataset.confirm);
  if (asker && !confirmed.has(form)) {
    event.preventDefault();
    if (await ask(asker, submitter)) {
      confirmed.add(form);
      form.requestSubmit(submitter);
      confirmed.delete(form);
    }
    return;
  }

  if (form.method !== 'post' || form.dataset.again !== undefined) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = '';
  // Not `disabled`: that would take the focus away, and the button's name and value with it.
  if (!submitter) return;
  submitter.dataset.busy = '';
  submitter.setAttribute('aria-disabled', 'true');
});

// Back from the browser's cache: the form may be sent again.
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  for (const button of document.querySelectorAll('[data-busy]')) {
    delete button.dataset.busy;
    button.removeAttribute('aria-disabled');
  }
});

// The page of a form: form-js's editor, saved to the draft, checked by the server, with a preview that the server draws.
import './csp.js';
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js-editor/dist/assets/properties-panel.css';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import './tool.css';
import './editors/editors.css';
import './form-editor/form-editor.css';
import { FormEditor } from '@bpmn-io/form-js-editor';
import { problemList } from './editors/problems.js';
import { ourFieldsModule } from './form-editor/fields.js';
import { preview } from './form-editor/preview.js';
import { ourPropertiesModule } from './form-editor/properties.js';
import { translateModule } from './i18n.js';
import { formWordsModule } from './i18n/forms.js';
import { panelWordsModule } from './i18n/panel.js';
import { keepSaved } from './saving.js';

const host = document.querySelector('[data-form-editor]');
const editor = new FormEditor({
  container: host,
  exporter: { name: 'samtrin', version: '1' },
  additionalModules: [translateModule, ourFieldsModule, formWordsModule, panelWordsModule, ourPropertiesModule],
});

const read = async () => `${JSON.stringify(editor.saveSchema(), null, 2)}\n`;

/** Selects the field with an id; with `only`, says whether there is one. */
function show(id, only = false) {
  const field = editor.get('formFieldRegistry').get(id);
  if (field && !only) {
    editor.get('selection').set(field);
    host.querySelector(`[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'center' });
  }
  return Boolean(field);
}

const shown = preview({ read });
const problems = problemList({ read, show });
const saved = keepSaved({
  host: document.querySelector('[data-saving]'),
  read,
  write: (text) => editor.importSchema(JSON.parse(text)),
});
editor.on('commandStack.changed', () => {
  saved.changed();
  shown.soon();
  problems.soon();
});
editor.on('import.done', ({ error }) => { if (!error) shown.soon(); });

try {
  await saved.open();
} catch {
  host.textContent = host.dataset.broken;
  host.classList.add('broken');
}
document.documentElement.dataset.ready = 'form-editor';

// The page of a decision: dmn-js, saved to the draft, checked by the server, with a bench to try it.
import './csp.js';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import './tool.css';
import './editors/editors.css';
import './editors/table.css';
import DmnModeler from 'dmn-js/lib/Modeler';
import { bench } from './editors/bench.js';
import { problemList } from './editors/problems.js';
import { views } from './editors/views.js';
import { translateModule } from './i18n.js';
import { keepSaved } from './saving.js';

const host = document.querySelector('[data-table]');
const words = { additionalModules: [translateModule] };
const modeler = new DmnModeler({
  container: host, drd: words, decisionTable: words, literalExpression: words, boxedExpression: words,
});
const marks = new CSSStyleSheet(); // by rule, not by cell: dmn-js draws its cells anew whenever it likes
document.adoptedStyleSheets = [...document.adoptedStyleSheets, marks];

/** Shows which rules matched. */
function mark(rules) {
  const cells = rules.map((id) => `[data-table] td[data-row-id="${CSS.escape(id)}"]`);
  marks.replaceSync(cells.length ? `${cells.join(',')} { background: var(--ok-soft) !important; box-shadow: inset 0 2px var(--ok), inset 0 -2px var(--ok); }` : '');
  const first = rules[0] && host.querySelector(`td[data-row-id="${CSS.escape(rules[0])}"]`);
  const room = first?.closest('.tjs-container, .dmn-decision-table-container') ?? host;
  if (first) room.scrollTop += first.getBoundingClientRect().top - room.getBoundingClientRect().top - room.clientHeight / 2;
  for (const cell of host.querySelectorAll('td.rule-index')) {
    if (rules.includes(cell.dataset.rowId)) cell.setAttribute('aria-current', 'true');
    else cell.removeAttribute('aria-current');
  }
}

/** Opens the view of an element of the file; with `only`, says whether there is one. */
function show(id, only = false) {
  const view = modeler.getViews().find(({ element }) => element.id === id || holds(element, id));
  if (view && !only) {
    modeler.open(view);
    host.scrollIntoView({ block: 'nearest' });
  }
  return Boolean(view);
}

function holds(element, id) {
  const logic = element.decisionLogic;
  const parts = [logic, ...(logic?.rule ?? []), ...(logic?.input ?? []), ...(logic?.output ?? [])];
  return parts.some((part) => part?.id === id || part?.inputEntry?.some((cell) => cell.id === id)
    || part?.outputEntry?.some((cell) => cell.id === id));
}

const read = async () => (await modeler.saveXML({ format: true })).xml;
const open = () => {
  const element = modeler.getActiveView()?.element;
  return element?.$instanceOf('dmn:Decision') ? element.id : undefined;
};
const trial = bench({ read, decision: open, mark });
const problems = problemList({ read, show });

let opening = false;
async function write(text) {
  opening = true;
  try {
    await modeler.importXML(text);
    const decision = modeler.getViews().filter(({ type }) => type !== 'drd');
    if (decision.length === 1) await modeler.open(decision[0]); // nobody needs an overview of one
  } finally {
    opening = false;
  }
}

const saved = keepSaved({ host: document.querySelector('[data-saving]'), read, write });
function changed() {
  if (opening) return;
  saved.changed();
  trial.soon();
  problems.soon();
}
modeler.on('viewer.created', ({ viewer }) => viewer.on('commandStack.changed', changed));
views(modeler, () => {
  mark([]);
  trial.open();
});

try {
  await saved.open();
} catch {
  host.textContent = host.dataset.broken;
  host.classList.add('broken');
}
document.documentElement.dataset.ready = 'table';

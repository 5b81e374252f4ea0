// What is wrong, twice: as a mark on the element, and in a list in words. The list is for those who cannot see the
// marks, too: an entry leads to its element.
import { nameOf, show } from './canvas.js';
import { addressOf, say, tell } from './words.js';

const TYPE = 'problem'; // of our overlays
const MOST = 200; // shown at once: nobody mends more before looking again

export function problemList({ modeler, file }) {
  const list = document.querySelector('[data-problems]');
  const count = document.querySelector('[data-problems-count]');
  const brief = document.querySelector('[data-problems-brief]'); // the list may lie below what is in sight
  const empty = document.querySelector('[data-problems-none]');
  let told;

  function update(problems) {
    mark([]);
    if (!problems) {
      count.textContent = say('notChecked');
      brief.textContent = say('notCheckedBrief');
      count.dataset.kind = brief.dataset.kind = '';
      return;
    }
    list.replaceChildren(...problems.slice(0, MOST).map(entry));
    if (problems.length > MOST) list.append(part('li', say('moreProblems', { n: problems.length - MOST })));
    empty.hidden = problems.length > 0;
    mark(problems.slice(0, MOST));
    const text = total(problems);
    count.textContent = brief.textContent = text;
    count.dataset.kind = brief.dataset.kind = problems[0] ? problems[0].severity : 'ok';
    if (told !== undefined && told !== text) tell(text);
    told = text;
  }

  function entry(problem) {
    const item = document.createElement('li');
    item.className = problem.severity;
    const element = problem.file === file && problem.element && modeler.get('elementRegistry').get(problem.element);
    const what = document.createElement(element ? 'button' : 'div');
    what.className = 'fault';
    what.append(sign(problem.severity), part('strong', say(problem.severity)));
    if (element) {
      what.type = 'button';
      what.dataset.element = problem.element;
      what.addEventListener('click', () => {
        if (show(modeler, problem.element)) modeler.get('canvas').focus();
      });
      what.append(part('span', nameOf(modeler, element), 'where'));
    } else if (problem.file !== file) {
      what.append(part('span', problem.file, 'where'));
    }
    what.append(part('span', problem.text));
    item.append(what);
    if (problem.file !== file && !problem.file.endsWith('.bpmn')) {
      const link = part('a', say('openFile'));
      link.href = addressOf(problem.file);
      item.append(link);
    }
    return item;
  }

  function mark(problems) {
    const overlays = modeler.get('overlays');
    overlays.remove({ type: TYPE });
    const canvas = modeler.get('canvas');
    for (const [id, those] of places(problems)) {
      const element = modeler.get('elementRegistry').get(id);
      if (!element || element === canvas.findRoot(element)) continue;
      const worst = those.some((problem) => problem.severity === 'error') ? 'error' : 'warning';
      const badge = document.createElement('button');
      badge.type = 'button';
      badge.tabIndex = -1; // the list is the way by keyboard
      badge.className = `mark ${worst}`;
      badge.title = those.map((problem) => `${say(problem.severity)}: ${problem.text}`).join('\n');
      badge.setAttribute('aria-label', badge.title);
      badge.textContent = worst === 'error' ? '!' : '?';
      badge.addEventListener('click', () => {
        const there = list.querySelector(`[data-element="${CSS.escape(those[0].element)}"]`);
        there?.scrollIntoView({ block: 'nearest' });
        there?.focus();
      });
      const position = element.waypoints ? middle(element) : { top: -14, left: -14 };
      overlays.add(element, TYPE, { position, html: badge, scale: { min: 0.9, max: 1.2 } });
    }
  }

  /** Element id -> its problems; a folded subprocess shows those of what is inside. */
  function places(problems) {
    const found = new Map();
    for (const problem of problems) {
      let id = problem.file === file && problem.element;
      while (id) {
        if (!found.has(id)) found.set(id, []);
        found.get(id).push(problem);
        const element = modeler.get('elementRegistry').get(id);
        const root = element && modeler.get('canvas').findRoot(element);
        id = root && root.businessObject.id !== id && root.businessObject.id; // a plane is that of a subprocess
      }
    }
    return found;
  }

  return { update };
}

/** Where a line is half-way, seen from its own corner. */
function middle({ waypoints }) {
  const at = waypoints[Math.floor((waypoints.length - 1) / 2)];
  const to = waypoints[Math.floor((waypoints.length - 1) / 2) + 1];
  const left = Math.min(...waypoints.map(({ x }) => x));
  const top = Math.min(...waypoints.map(({ y }) => y));
  return { left: (at.x + to.x) / 2 - left - 11, top: (at.y + to.y) / 2 - top - 11 };
}

function total(problems) {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const parts = [];
  if (errors) parts.push(say(errors === 1 ? 'oneError' : 'errors', { n: errors }));
  if (warnings) parts.push(say(warnings === 1 ? 'oneWarning' : 'warnings', { n: warnings }));
  return parts.length ? parts.join(', ') : say('noProblems');
}

function part(tag, text, kind = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function sign(severity) {
  const made = part('span', severity === 'error' ? '!' : '?', `mark ${severity}`);
  made.setAttribute('aria-hidden', 'true');
  return made;
}

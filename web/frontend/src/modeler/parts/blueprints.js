// The parts of Samtrin: what each is made of, where it stands, and what is filled in already. An input that is '' waits
// for its owner: the check says so until it has a value (engine/bpmn/lint).
import { documentNamed, equals, texts } from './values.js';

const call = (processId, inputs, outputs = {}, more = {}) => (
  { called: { processId, propagateAllChildVariables: false, ...more }, inputs, outputs });
const variable = (id) => id.replaceAll('-', '_');

/** The gate with the ways that lead on from it. `draft`: the step to which it sends back; without one, it brings a task
 * in which the document is changed. */
function gate({ id, draft, form }, passed = { name: 'Approved' }) {
  const own = id('godkendelse');
  const result = `${variable(own)}_resultat`;
  const back = draft ?? 'change';
  const written = draft ? texts(draft) : '=null';
  return {
    elements: [
      {
        key: 'gate', id: own, type: 'bpmn:CallActivity', at: [0, 0], name: 'Approve',
        ...call('godkendelsesport', {
          port_id: own, port_titel: '', formularer: form ? texts(form) : '', dokument: documentNamed(own, passed.document ?? 'Dokument'),
          godkendere: '', port_regel: 'alle', port_frist: '=string(add working days(today(), 10))', udkast_opgaver: written,
          ret_trin_valg: '=null', vilkaar_roller: '=null',
        }, { [result]: '=port_resultat', [`${variable(own)}_bemaerkninger`]: '=port_bemaerkninger' }),
      },
      { key: 'choice', type: 'bpmn:ExclusiveGateway', id: id('svar'), at: [130, 0] },
      ...(draft ? [] : [{ key: 'change', type: 'bpmn:UserTask', id: id('ret'), at: [130, 160], name: 'Change what was pointed out', task: {} }]),
      { key: 'stopped', type: 'bpmn:EndEvent', id: id('stoppet'), at: [260, -120], name: 'Stopped' },
      { key: 'passed', type: 'bpmn:IntermediateThrowEvent', id: id('godkendt'), at: [260, 0], ...passed },
    ],
    flows: [
      { from: 'gate', to: 'choice' },
      { from: 'choice', to: 'passed', name: 'Yes', condition: equals(result, 'godkendt') },
      { from: 'choice', to: back, name: 'Change', condition: equals(result, 'ret') },
      ...(draft ? [] : [{ from: 'change', to: 'gate' }]),
      { from: 'choice', to: 'stopped', name: 'No', isDefault: true },
    ],
  };
}

/** A draft, its gate and the signatures. */
function draftAndSign({ id }) {
  const draft = id('udkast');
  const key = id('godkendelse');
  const sign = id('underskrift');
  const gated = gate({ id: (prefix) => (prefix === 'godkendelse' ? key : id(prefix)), draft }, {
    id: sign, type: 'bpmn:CallActivity', at: [280, 0], name: 'Sign', document: 'Aftale',
    ...call('underskrift', { underskrivere: '', underskriv_dokument: key }, { signaturer: '=signaturer', underskrevet_dato: '=underskrevet_dato' }),
  });
  const shifted = gated.elements.map((element) => ({ ...element, at: [element.at[0] + 180, element.at[1]] }));
  return {
    elements: [{ key: draft, type: 'bpmn:UserTask', id: draft, at: [0, 0], name: 'Write the draft', task: {} }, ...shifted],
    flows: [{ from: draft, to: 'gate' }, ...gated.flows],
  };
}

/** The meeting, and its minutes. */
function meeting({ id }) {
  const own = id('moede');
  const held = variable(own);
  return {
    elements: [
      {
        key: 'meeting', id: own, type: 'bpmn:CallActivity', at: [0, 0], name: 'Hold the meeting',
        ...call('moedecyklus', {
          moede_profil: 'faelles', moede_formaal: '', moedeleder: '', moedeleder_part: '=null', moede_deltagere: '',
        }, { [`${held}_status`]: '=moede_status', [held]: '=moede' }),
      },
      {
        key: 'minutes', id: id('referat'), type: 'bpmn:CallActivity', at: [170, 0], name: 'Write the minutes',
        ...call('moedeopfoelgning', { moede: `=${held}` }, { [`${held}_referat`]: '=referat' }),
      },
    ],
    flows: [{ from: 'meeting', to: 'minutes' }],
  };
}

const single = (prefix, type, name, filling) => ({ id }) => {
  const own = id(prefix);
  return { elements: [{ key: 'only', id: own, type, at: [0, 0], name, ...filling(own) }], flows: [] };
};
const caller = (prefix, name, filling) => single(prefix, 'bpmn:CallActivity', name, filling);
const job = (prefix, name, type, inputs) => single(prefix, 'bpmn:ServiceTask', name, (own) => ({ job: { type }, inputs: inputs(own) }));

/** { id, name, help, icon, make({ id: prefix -> a free id, draft, form }) -> { elements, flows } }; the first element is
 * what a line leads to. */
export const PARTS = [
  {
    id: 'gate', name: 'Approval', icon: 'bpmn-icon-call-activity', make: gate,
    help: 'All parties answer about the same words. With ways on, back to be changed, and out.',
  },
  {
    id: 'draft', name: 'Draft, approval and signatures', icon: 'bpmn-icon-subprocess-expanded', make: draftAndSign,
    help: 'Somebody writes, all approve, all sign.',
  },
  {
    id: 'meeting', name: 'Meeting', icon: 'bpmn-icon-call-activity',
    help: 'Time, agenda, mails to the guests, minutes and promises.',
    make: meeting,
  },
  {
    id: 'mail', name: 'Mail', icon: 'bpmn-icon-send-task', help: 'Writes to the people in a role.',
    make: job('mail', 'Send a mail', 'samtrin:mail', () => ({ mail_til: '', mail_emne: '', mail_tekst: '' })),
  },
  {
    id: 'document', name: 'Document', icon: 'bpmn-icon-data-object',
    help: 'Keeps the answers of some forms as a numbered version that cannot be changed.',
    make: job('dokument', 'Keep the document', 'samtrin:document', (own) => ({ formularer: '', dokument: documentNamed(own, 'Dokument') })),
  },
  {
    id: 'conflict', name: 'Disagreement', icon: 'bpmn-icon-call-activity',
    help: 'The ladder of the building project: solved as low as possible, step by step upwards.',
    make: caller('uenighed', 'Solve the disagreement', () => call('konflikttrappe', {
      efter_aflevering: '=false', anmoder_rolle: '', lt_projektleder_rolle: '',
      bygherre_part: '=parter[type = "bygherre"][1].part_id', leveranceteam_part: '=parter[type = "leveranceteam"][1].part_id',
    }, { konflikt_svar: '=svar' })),
  },
  {
    id: 'evaluation', name: 'Evaluation', icon: 'bpmn-icon-call-activity',
    help: 'Each gives their own marks first, then all agree.',
    make: caller('evaluering', 'Evaluate', () => call('evaluering', {
      evaluering_navn: '', evaluatorer: '', moedeleder: '',
    }, { evaluering: '=evaluering' }, { propagateAllParentVariables: false })),
  },
];

// What is asked about a part in the properties panel. A part is known by what it does: the process that it calls, or the
// type of its job; so the fields are there for parts that somebody has drawn by hand as well.
import { approvers, everyParty, list, plain, title } from './values.js';

const DAYS = [5, 10, 15, 20, 30];
const days = (translate) => DAYS.map((n) => ({
  value: `=string(add working days(today(), ${n}))`, label: translate('{n} working days', { n }),
}));
const among = (...choices) => (translate) => choices.map(([value, label]) => ({ value, label: translate(label) }));

// { target: the input, label, help, as: how it is written, choose: a list of the catalogue or what makes the options }
const DOCUMENT = [
  { target: 'formularer', label: 'Forms whose answers are the document', as: list(), choose: 'forms', many: true },
  { target: 'dokument', label: 'Title of the document', as: title },
];

export const FIELDS = {
  godkendelsesport: [
    { target: 'port_titel', label: 'What is approved?', help: 'Stands on the task of those who approve.' },
    { target: 'godkendere', label: 'Who approves, at every party?', as: approvers, choose: 'roles' },
    ...DOCUMENT,
    {
      target: 'port_regel', label: 'How many must say yes?',
      choose: among(['alle', 'All'], ['flertal', 'More than half'], ['en', 'One is enough']),
    },
    { target: 'port_frist', label: 'Deadline for the answer', choose: days },
    {
      target: 'udkast_opgaver', label: 'Tasks in which the draft is written', as: list('=null'), choose: 'tasks', many: true,
      help: 'Whoever has written it does not approve it, where the party has somebody else.',
    },
  ],
  underskrift: [
    { target: 'underskrivere', label: 'Who signs, at every party?', as: everyParty, choose: 'roles' },
    { target: 'underskriv_dokument', label: 'Key of the document that is signed', choose: 'documents' },
  ],
  moedecyklus: [
    { target: 'moede_formaal', label: 'What is the meeting to lead to?' },
    {
      target: 'moede_profil', label: 'Kind of meeting',
      choose: among(
        ['faelles', 'Common meeting'], ['status', 'Status meeting'], ['styregruppe', 'Steering group'],
        ['foerste-moede', 'First meeting (minutes are private)'], ['opfoelgning', 'Follow-up (minutes are private)'],
        ['krise', 'Crisis: no agenda, at once'],
      ),
    },
    { target: 'moedeleder', label: 'Who leads the meeting?', choose: 'roles' },
    {
      target: 'moedeleder_part', label: 'Party of who leads it', choose: among(['=null', 'The only one that has the role']),
      help: 'Needed where several parties have the role: P1, P2 …',
    },
    { target: 'moede_deltagere', label: 'Who is invited, at every party?', as: everyParty, choose: 'roles' },
  ],
  konflikttrappe: [
    { target: 'anmoder_rolle', label: 'Who describes the disagreement?', choose: 'roles' },
    { target: 'lt_projektleder_rolle', label: 'Who leads the project for the delivery team?', choose: 'roles' },
    {
      target: 'efter_aflevering', label: 'Where does the ladder begin?',
      choose: among(['=false', 'With those who lead the project'], ['=true', 'With the operational management']),
    },
  ],
  evaluering: [
    { target: 'evaluering_navn', label: 'What is evaluated?' },
    { target: 'evaluatorer', label: 'Who evaluates, at every party?', as: everyParty, choose: 'roles' },
    { target: 'moedeleder', label: 'Who leads the common evaluation?', choose: 'roles' },
  ],
  'samtrin:mail': [
    { target: 'mail_til', label: 'Who gets the mail?', choose: 'roles', help: 'Everybody in the role, at all parties.' },
    { target: 'mail_emne', label: 'Subject' },
    { target: 'mail_tekst', label: 'Text', help: 'Greeting and link to the case are added.' },
  ],
  'samtrin:document': DOCUMENT,
};

/** The fields of an element by what it does; undefined where it is no part. */
export function fieldsOf(businessObject) {
  const values = businessObject?.get('extensionElements')?.get('values') ?? [];
  const called = values.find((value) => value.$instanceOf?.('zeebe:CalledElement'))?.get('processId');
  const job = values.find((value) => value.$instanceOf?.('zeebe:TaskDefinition'))?.get('type');
  const key = called ?? job;
  return Object.hasOwn(FIELDS, key ?? '') ? FIELDS[key].map((field) => ({ as: plain, ...field })) : undefined;
}

// The functions that completion of expressions offers: FEEL's own. Camunda's engine has some more, which Samtrin's has
// not: an expression that the page itself wrote would not pass the check.
import { camundaBuiltins as all } from '@camunda/feel-builtins';

const ABSENT = [
  'assert', 'extract', 'from base64', 'from json', 'fromAi', 'is blank', 'is empty', 'random number', 'to base64',
  'to json', 'uuid',
];

export const camundaBuiltins = all.filter(({ name }) => !ABSENT.includes(name));

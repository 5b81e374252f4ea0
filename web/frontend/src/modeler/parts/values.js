// What stands in an input of a part, as its field shows it and as the file has it. A text in a file is a literal, and
// an expression begins with "="; whatever has not the shape of a field is shown as the expression that it is.

const STRING = '"(?:[^"\\\\]|\\\\.)*"';
const quote = (text) => JSON.stringify(text);
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** As it is written. */
export const plain = { read: (source) => source, write: (value) => value };

/** One text within an expression: shaped('=for p in parter return {rolle: ', '}'). */
export function shaped(before, after) {
  const shape = new RegExp(`^${escape(before)}(${STRING})${escape(after)}$`);
  return {
    read: (source) => (shape.test(source) ? JSON.parse(source.match(shape)[1]) : source),
    write: (value) => (value && !value.startsWith('=') ? before + quote(value) + after : value),
  };
}

/** A list of texts: =["a", "b"], shown as "a, b". `none`: what stands for an empty list. */
export function list(none = '') {
  const shape = new RegExp(`^=\\[${STRING}(?:, ${STRING})*\\]$`);
  return {
    read: (source) => (source === none ? '' : shape.test(source) ? JSON.parse(source.slice(1)).join(', ') : source),
    write(value) {
      if (value.startsWith('=')) return value;
      const each = value.split(',').map((text) => text.trim()).filter(Boolean);
      return each.length ? `=[${each.map(quote).join(', ')}]` : none;
    },
  };
}

/** The title of a document {noegle, titel}; its key stays, as other steps find the document by it. */
export const title = {
  shape: new RegExp(`^={noegle: (${STRING}), titel: (${STRING})}$`),
  read(source) {
    const found = source.match(this.shape);
    return found ? JSON.parse(found[2]) : source;
  },
  write(value, source) {
    const found = source.match(this.shape);
    return found && !value.startsWith('=') ? `={noegle: ${found[1]}, titel: ${quote(value)}}` : value;
  },
};

/** The expression of a document's key and title. */
export const documentNamed = (key, text) => `={noegle: ${quote(key)}, titel: ${quote(text)}}`;

/** The expression of a text that is compared with a variable. */
export const equals = (variable, text) => `=${variable} = ${quote(text)}`;

/** The expression of a list of texts. */
export const texts = (...all) => list().write(all.join(', '));

const EVERY = '=for p in parter return {part: p.part_id, rolle: ';

/** One role at every party, as approvers, signers and guests are given. */
export const everyParty = shaped(EVERY, '}');
export const approvers = shaped(EVERY, ', regel: "ledelse"}');

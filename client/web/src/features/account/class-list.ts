/** What a pasted list of people holds: those that can be read, and the numbers (from 1) of the lines that cannot. */
export interface ClassList {
  readonly people: readonly { readonly name: string; readonly email: string }[];
  readonly badLines: readonly number[];
}

const line = /^\s*(?<name>.+?)[\s]*[,;\t<]\s*(?<email>[^\s,;<>]+@[^\s,;<>]+)>?\s*$/;

/** Reads one person a line: a name, then a comma, semicolon or tab, then an e-mail address; or `Name <address>`. */
export function readClassList(text: string): ClassList {
  const people: { name: string; email: string }[] = [];
  const badLines: number[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    if (!raw.trim()) return;
    const { name, email } = line.exec(raw)?.groups ?? {};
    if (name && email) people.push({ name: name.replace(/^"|"$/g, '').trim(), email: email.toLowerCase() });
    else badLines.push(index + 1);
  });
  return { people, badLines };
}

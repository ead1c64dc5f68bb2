/** A number above 0, or an Error that names the option. */
export function readCount(option: string, text: string): number {
  const count = Number(text);
  if (!(count > 0)) throw new Error(`--${option} is a number above 0, not ${text}`);
  return count;
}

/** Those of the known names that are given, `a,b`, in the order in which they are known; all where none is. */
export function readNames<Name extends string>(
  option: string,
  text: string | undefined,
  known: readonly Name[],
): Name[] {
  const asked = text?.split(',');
  const unknown = asked?.find((name) => !known.some((other) => other === name));
  if (unknown !== undefined) throw new Error(`--${option} ${unknown}: known are ${known.join(', ')}`);
  return known.filter((name) => !asked || asked.includes(name));
}

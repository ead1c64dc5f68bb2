/** A text in Markdown as one line without its marks, for places that can only show letters. */
export function plainText(markdown: string, lengthMax = 90): string {
  const line = markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`$#>]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > lengthMax ? `${line.slice(0, lengthMax - 1)}…` : line;
}

/** The name of the nth thing of a list, from 0: A, B … Z, AA. */
export function letterOf(index: number): string {
  const before = Math.floor(index / 26);
  return `${before > 0 ? letterOf(before - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

/** The list with one entry moved to another place. Places are from 0; one outside the list is its nearest end. */
export function moved<Entry>(list: readonly Entry[], from: number, to: number): readonly Entry[] {
  const entry = list[from];
  if (entry === undefined) return list;
  const rest = list.filter((_, index) => index !== from);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), entry, ...rest.slice(at)];
}

/** Letters that Unicode does not decompose, as they are written without their strokes and ligatures. */
const undecomposed: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/**
 * A text without case, accents and extra white space: what is searched and sorted by, whatever the locale of the
 * database. “  Übungen  zur Ölmalerei” becomes “ubungen zur olmalerei”.
 */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ßæœøđðłþı]/g, (letter) => undecomposed[letter] ?? letter)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

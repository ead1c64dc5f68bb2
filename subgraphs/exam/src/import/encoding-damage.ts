/**
 * Whether a text shows that it was decoded wrongly somewhere on its way: replacement characters, control characters,
 * or UTF-8 that was read as windows-1252 ("Ã©" for "é", "â€™" for "’").
 */
export function isEncodingDamaged(text: string): boolean {
  return marks.test(text) || misreadUtf8.test(asWindows1252(text));
}

const marks = /[\uFFFD\uFFFE\uFFFF[\p{Cc}--[\t\n\r]]]/v;

/**
 * Bytes that are a UTF-8 sequence. One two-byte sequence counts only after Â or Ã, which begin the misread accented
 * letters and signs; after other capitals a closing quote would look the same (`CAFÉ”`), so two in a row are asked for.
 */
const misreadUtf8 =
  /[\u00C2\u00C3][\u0080-\u00BF]|\u00E2[\u0080-\u00BF]{2}|\u00EF\u00BB\u00BF|\u00F0[\u0090-\u00BF][\u0080-\u00BF]{2}|(?:[\u00C4-\u00DF][\u0080-\u00BF]){2}/;

/** The characters that windows-1252 has at 0x80 to 0x9F; the rest of its upper half equals Unicode's. */
const upperHalf = new Map(
  [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index))].map(
    (character, index) => [character, String.fromCharCode(0x80 + index)],
  ),
);

/** Each character as the windows-1252 byte it would come from; characters that encoding lacks become spaces. */
function asWindows1252(text: string): string {
  if (!/\P{ASCII}/u.test(text)) return '';
  return text.replaceAll(/\P{ASCII}/gu, (character) =>
    character <= '\u00FF' ? character : (upperHalf.get(character) ?? ' '),
  );
}

import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { importErrors } from './import.errors.ts';

export const fileBytesMax = 5 * 1024 * 1024;

/** The text of a file and the name of the encoding it was read in; a byte order mark is left out. */
export type DecodedFile = { readonly text: string; readonly encoding: string };

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes that base64 stands for; throws IMPORT_NOT_BASE64, IMPORT_FILE_EMPTY or IMPORT_FILE_TOO_LARGE. */
export function bytesOfBase64(content: string): Buffer {
  // Told by the length before anything is copied: four characters carry three bytes.
  if (content.length > (fileBytesMax / 3) * 4 + 1024) throw importErrors.make('IMPORT_FILE_TOO_LARGE');
  const compact = content.replaceAll(/\s/g, '');
  if (!base64.test(compact) || compact.length % 4 === 1) throw importErrors.make('IMPORT_NOT_BASE64');
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.length === 0) throw importErrors.make('IMPORT_FILE_EMPTY');
  if (bytes.length > fileBytesMax) throw importErrors.make('IMPORT_FILE_TOO_LARGE');
  return bytes;
}

/** Recognises the encoding: a byte order mark, else valid UTF-8, else by statistics. Throws IMPORT_FILE_NOT_TEXT. */
export function decodeFile(bytes: Buffer): DecodedFile {
  const encoding = encodingOf(bytes);
  const text = iconv.decode(bytes, encoding);
  if (text.trim() === '') throw importErrors.make('IMPORT_FILE_EMPTY');
  if (!looksLikeText(text)) throw importErrors.make('IMPORT_FILE_NOT_TEXT');
  return { text, encoding };
}

function encodingOf(bytes: Buffer): string {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return 'UTF-8';
  if (startsWith(bytes, 0xff, 0xfe)) return 'UTF-16LE';
  if (startsWith(bytes, 0xfe, 0xff)) return 'UTF-16BE';
  const declared = declaredEncoding(bytes);
  if (declared !== null) return declared;
  return encodingByZeros(bytes) ?? (isMostlyUtf8(bytes) ? 'UTF-8' : encodingByStatistics(bytes));
}

function startsWith(bytes: Buffer, ...start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/** What an XML file says of itself; of text that is not XML nothing is known before it is read. */
function declaredEncoding(bytes: Buffer): string | null {
  const start = bytes.toString('latin1', 0, 200);
  const name = /^<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{2,40})["']/.exec(start)?.[1];
  return name !== undefined && iconv.encodingExists(name) && !/^(base64|hex|utf-?16|ucs-?2)/i.test(name) ? name : null;
}

/** UTF-16 without a mark shows by zeros on one side of each pair; other zeros mean that it is no text. */
function encodingByZeros(bytes: Buffer): string | undefined {
  const sample = bytes.subarray(0, 8_192);
  let even = 0;
  let odd = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  if (even === 0 && odd === 0) return undefined;
  const pairs = sample.length / 2;
  if (odd > pairs / 2 && even < pairs / 10) return 'UTF-16LE';
  if (even > pairs / 2 && odd < pairs / 10) return 'UTF-16BE';
  throw importErrors.make('IMPORT_FILE_NOT_TEXT');
}

/** A UTF-8 file with a few broken bytes stays UTF-8, so that the broken rows can be told by number. */
function isMostlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  const broken = text.split('\uFFFD').length - 1;
  if (broken === 0) return true;
  const whole = text.match(/[\u0080-\uFFFC]/g)?.length ?? 0;
  return whole > broken;
}

/** What the statistics may say; other answers are guesses on small files, where windows-1252 is the likeliest. */
const believed = new Set(['windows-1251', 'KOI8-R', 'Shift_JIS', 'EUC-JP', 'EUC-KR', 'Big5', 'GB18030']);
const believedFrom = 30;

function encodingByStatistics(bytes: Buffer): string {
  const best = analyse(bytes)[0];
  return best && best.confidence >= believedFrom && believed.has(best.name) ? best.name : 'windows-1252';
}

function looksLikeText(text: string): boolean {
  const controls = text.match(/[\p{Cc}--[\t\n\f\r\u0080-\u009F]]/gv)?.length ?? 0;
  return controls <= text.length / 1_000 + 2 && !text.startsWith('PK\u0003\u0004') && !text.startsWith('%PDF-');
}

import { malformed } from './transport-failure.ts';

/** What is needed of the head of a response; one object per connection, written anew for each response. */
export type ResponseHead = {
  status: number;
  /** Of HTTP/1.x. */
  minor: number;
  /** Whether the connection may serve another request. */
  isKept: boolean;
  /** Bytes of the body, or one of the two below. */
  length: number;
  /** As sent; read of refusals only, where it decides whether the body counts. */
  contentType: string;
  /** How long the server keeps an idle connection; undefined where it does not say. */
  keptMs: number | undefined;
};

/** The body ends where the connection does. */
export const lengthUnknown = -1;
export const lengthChunked = -2;

/** Returned by `readHead` where the head does not end within the given bytes. */
export const headIncomplete = -1;

const CR = 13;
const LF = 10;
const COLON = 58;
const SPACE = 32;
const TAB = 9;
const ZERO = 48;
/** Of `HTTP/1.1 200` and the byte behind it. */
const statusLineMin = 13;
/** Past this many digits a number is no longer exact. */
const digitsMax = 15;

/** Characters of a header's name, as RFC 9110 has it. */
const isNameByte = new Uint8Array(256);
for (const char of "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  isNameByte[char.charCodeAt(0)] = 1;
}

const protocol = Buffer.from('HTTP/1.');
const connection = Buffer.from('connection');
const keepAlive = Buffer.from('keep-alive');
const contentType = Buffer.from('content-type');
const contentLength = Buffer.from('content-length');
const transferEncoding = Buffer.from('transfer-encoding');
const close = Buffer.from('close');
const chunked = Buffer.from('chunked');
const timeoutIs = Buffer.from('timeout=');

export function createHead(): ResponseHead {
  return { status: 0, minor: 1, isKept: true, length: lengthUnknown, contentType: '', keptMs: undefined };
}

/**
 * Reads the head that begins at `start` and returns where its body begins, or `headIncomplete`. Lines end in CRLF and
 * are not folded, and a length is said once: what two servers could read in two ways is refused (RefusedResponse).
 */
export function readHead(bytes: Buffer, start: number, end: number, head: ResponseHead): number {
  let at = readStatusLine(bytes, start, end, head);
  while (at !== headIncomplete && at < end) {
    if (bytes[at] !== CR) {
      at = readHeader(bytes, at, end, head);
      continue;
    }
    if (at + 1 >= end) return headIncomplete;
    if (bytes[at + 1] !== LF) throw malformed('a bare CR');
    return at + 2;
  }
  return headIncomplete;
}

function readStatusLine(bytes: Buffer, start: number, end: number, head: ResponseHead): number {
  const known = Math.min(protocol.length, end - start);
  for (let i = 0; i < known; i++) if (bytes[start + i] !== protocol[i]) throw malformed('no HTTP/1 response');
  if (end - start < statusLineMin) return headIncomplete;
  const minor = digit(bytes[start + 7]);
  const after = bytes[start + 12];
  head.status = digit(bytes[start + 9]) * 100 + digit(bytes[start + 10]) * 10 + digit(bytes[start + 11]);
  if (minor > 1 || bytes[start + 8] !== SPACE || (after !== SPACE && after !== CR)) throw malformed('no status line');
  if (head.status < 100 || head.status > 599) throw malformed('no status');
  head.minor = minor;
  head.isKept = minor === 1;
  head.length = lengthUnknown;
  head.contentType = '';
  head.keptMs = undefined;
  const lineEnd = endOfLine(bytes, start + 12, end);
  return lineEnd === headIncomplete ? headIncomplete : lineEnd + 2;
}

/** Reads one header and returns where the next line begins, or `headIncomplete`. */
function readHeader(bytes: Buffer, start: number, end: number, head: ResponseHead): number {
  let nameEnd = start;
  while (nameEnd < end && bytes[nameEnd] !== COLON) {
    if (isNameByte[bytes[nameEnd] ?? 0] === 0) throw malformed('no header name');
    nameEnd++;
  }
  if (nameEnd >= end) return headIncomplete;
  if (nameEnd === start) throw malformed('no header name');
  const lineEnd = endOfLine(bytes, nameEnd + 1, end);
  if (lineEnd === headIncomplete) return headIncomplete;
  const nameLength = nameEnd - start;
  if (nameLength === 10 || nameLength === 12 || nameLength === 14 || nameLength === 17) {
    let from = nameEnd + 1;
    let to = lineEnd;
    while (from < to && isBlank(bytes[from])) from++;
    while (to > from && isBlank(bytes[to - 1])) to--;
    applyHeader(bytes, start, nameEnd, from, to, head);
  }
  return lineEnd + 2;
}

function applyHeader(bytes: Buffer, name: number, nameEnd: number, from: number, to: number, head: ResponseHead): void {
  if (isText(bytes, name, nameEnd, contentLength)) setLength(bytes, from, to, head);
  else if (isText(bytes, name, nameEnd, transferEncoding)) setChunked(bytes, from, to, head);
  else if (isText(bytes, name, nameEnd, connection)) setConnection(bytes, from, to, head);
  else if (isText(bytes, name, nameEnd, keepAlive)) setKeptMs(bytes, from, to, head);
  else if (head.status >= 300 && isText(bytes, name, nameEnd, contentType)) {
    head.contentType = bytes.toString('latin1', from, to);
  }
}

function setLength(bytes: Buffer, from: number, to: number, head: ResponseHead): void {
  const length = number(bytes, from, to);
  if (length === undefined) throw malformed('no content-length');
  if (head.length === lengthChunked) throw malformed('both a length and an encoding');
  if (head.length !== lengthUnknown && head.length !== length) throw malformed('two lengths');
  head.length = length;
}

function setChunked(bytes: Buffer, from: number, to: number, head: ResponseHead): void {
  if (head.minor === 0 || !isText(bytes, from, to, chunked)) throw malformed('an unknown transfer-encoding');
  if (head.length !== lengthUnknown) throw malformed('both a length and an encoding');
  head.length = lengthChunked;
}

function setConnection(bytes: Buffer, from: number, to: number, head: ResponseHead): void {
  if (isText(bytes, from, to, keepAlive)) head.isKept = true;
  else if (isText(bytes, from, to, close)) head.isKept = false;
  else if (/(^|,)\s*close\s*(,|$)/i.test(bytes.toString('latin1', from, to))) head.isKept = false;
}

function setKeptMs(bytes: Buffer, from: number, to: number, head: ResponseHead): void {
  const begin = from + timeoutIs.length;
  let seconds = begin < to && isText(bytes, from, begin, timeoutIs) ? number(bytes, begin, to) : undefined;
  if (seconds === undefined) {
    const found = /timeout=(\d{1,9})\b/i.exec(bytes.toString('latin1', from, to))?.[1];
    seconds = found === undefined ? undefined : Number(found);
  }
  if (seconds !== undefined) head.keptMs = seconds * 1_000;
}

/** Where the next CRLF is. */
function endOfLine(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    const byte = bytes[i];
    if (byte === CR) {
      if (i + 1 >= end) return headIncomplete;
      if (bytes[i + 1] !== LF) throw malformed('a bare CR');
      return i;
    }
    if (byte === LF || byte === 0) throw malformed('a bare LF or a NUL');
  }
  return headIncomplete;
}

/** Compares without regard to case; `text` is in lower case, and the bytes are of a name or a value of such letters. */
function isText(bytes: Buffer, from: number, to: number, text: Buffer): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (((bytes[from + i] ?? 0) | 32) !== text[i]) return false;
  return true;
}

function number(bytes: Buffer, from: number, to: number): number | undefined {
  if (to === from || to - from > digitsMax) return undefined;
  let value = 0;
  for (let i = from; i < to; i++) {
    const next = (bytes[i] ?? 0) - ZERO;
    if (next < 0 || next > 9) return undefined;
    value = value * 10 + next;
  }
  return value;
}

function digit(byte: number | undefined): number {
  const value = (byte ?? 0) - ZERO;
  if (value < 0 || value > 9) throw malformed('no status line');
  return value;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

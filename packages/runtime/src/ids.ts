import { randomBytes } from 'node:crypto';

/**
 * A UUID version 7 (RFC 9562, section 5.7): ordered by the millisecond it was made in, so that rows inserted
 * together lie together in an index. Ids that one process makes without naming an instant rise even within a
 * millisecond (section 6.2, method 1), so that the order of ids is the order in which they were made.
 */
export function newId(now?: number): string {
  const bytes = randomBytes(16);
  if (now === undefined) {
    const place = nextPlace(Date.now(), bytes.readUInt16BE(6));
    bytes.writeUIntBE(place.ms, 0, 6);
    bytes.writeUInt16BE(place.count, 6);
  } else {
    bytes.writeUIntBE(now, 0, 6);
  }
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x70;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The twelve bits that count within a millisecond; each begins in the lower half, to leave room for counting. */
const countMax = 0x0fff;
let last = { ms: 0, count: 0 };

/** A clock that stands still or goes back counts on; one that is full borrows from the next millisecond. */
function nextPlace(now: number, random: number): { readonly ms: number; readonly count: number } {
  const start = random & (countMax >> 1);
  if (now > last.ms) last = { ms: now, count: start };
  else if (last.count < countMax) last = { ms: last.ms, count: last.count + 1 };
  else last = { ms: last.ms + 1, count: start };
  return last;
}

/** Whether a text has the shape of an id; whatever has not cannot name anything and must not reach a uuid column. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** First and last byte, both included. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * One range of a `Range` header over `size` bytes. null: answer with the whole (no range, several, or another unit,
 * which RFC 9110 lets a server ignore). 'UNSATISFIABLE': answer 416.
 */
export function readByteRange(header: string | undefined, size: number): ByteRange | null | 'UNSATISFIABLE' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  const [, first, last] = match ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  if (first === '') {
    const length = Number(last);
    return length === 0 || size === 0 ? 'UNSATISFIABLE' : { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= size ? 'UNSATISFIABLE' : { start, end };
}

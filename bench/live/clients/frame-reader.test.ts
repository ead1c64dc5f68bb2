import { describe, expect, it } from '@jest/globals';
import { createFrameReader } from './frame-reader.ts';

function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length < 126) return Buffer.concat([Buffer.from([0x81, payload.length]), payload]);
  const head = Buffer.from([0x81, payload.length < 65_536 ? 126 : 127]);
  const length = Buffer.alloc(payload.length < 65_536 ? 2 : 8);
  if (length.length === 2) length.writeUInt16BE(payload.length);
  else length.writeBigUInt64BE(BigInt(payload.length));
  return Buffer.concat([head, length, payload]);
}

function readAll(bytes: Buffer, chunk: number, wants: (length: number) => boolean = () => true) {
  const seen: string[] = [];
  const read = createFrameReader({
    wants: (_opcode, length) => wants(length),
    read: (opcode, payload) => void seen.push(`${opcode} ${payload}`),
    pass: () => void seen.push('passed'),
  });
  // One buffer for all chunks, as the sockets have it.
  const shared = Buffer.alloc(chunk);
  for (let at = 0; at < bytes.length; at += chunk) {
    const end = bytes.copy(shared, 0, at, Math.min(bytes.length, at + chunk));
    read(shared, end);
  }
  return seen;
}

describe('the frame reader of the lean clients', () => {
  const texts = ['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(1_300), 'e'.repeat(70_000), 'end'];
  const bytes = Buffer.concat(texts.map(frame));

  it.each([1, 2, 3, 7, 128, 1_000, 65_536, 1_000_000])('finds every frame in chunks of %i bytes', (chunk) => {
    expect(readAll(bytes, chunk)).toEqual(texts.map((text) => `1 ${text}`));
  });

  it.each([1, 5, 4_096, 1_000_000])('counts those that are not wanted, in chunks of %i bytes', (chunk) => {
    const isShort = (length: number) => length < 100;
    expect(readAll(bytes, chunk, isShort)).toEqual(
      texts.map((text) => (isShort(text.length) ? `1 ${text}` : 'passed')),
    );
  });
});

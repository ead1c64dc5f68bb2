import { describe, expect, it } from '@jest/globals';
import { createFrameReader } from './frame-reader.ts';

/** Frames with a head of four bytes, of which two are the length. */
function frame(text: string): Buffer {
  const bytes = Buffer.from(`ab..${text}`);
  bytes.writeUInt16BE(text.length, 2);
  return bytes;
}

function read(stream: Buffer, cutAt: readonly number[]) {
  const heard: string[] = [];
  const reader = createFrameReader({
    headBytes: 4,
    lengthMax: 10,
    lengthAt: (bytes, at) => bytes.readUInt16BE(at + 2),
    onFrame: (bytes, from, to) => heard.push(bytes.toString('latin1', from + 4, to)),
    onTooLong: (bytes, from) => heard.push(`too long: ${bytes.readUInt16BE(from + 2)}`),
  });
  let from = 0;
  for (const to of [...cutAt, stream.length]) {
    // Wiped afterwards: the reader may keep nothing of it.
    const part = Buffer.from(stream.subarray(from, to));
    reader.feed(part, part.length);
    part.fill(0xff);
    from = to;
  }
  return heard;
}

const texts = ['', 'x', '0123456789', 'much too long for it', 'after', ''];
const stream = Buffer.concat(texts.map(frame));
const expected = texts.map((text) => (text.length > 10 ? `too long: ${text.length}` : text));

describe('a stream of frames', () => {
  it('is cut into frames when it comes in one piece', () => {
    expect(read(stream, [])).toEqual(expected);
  });

  it('is cut into the same frames wherever it is cut into two', () => {
    for (let at = 0; at <= stream.length; at++) expect(read(stream, [at])).toEqual(expected);
  });

  it('is cut into the same frames when it comes byte by byte', () => {
    expect(
      read(
        stream,
        Array.from({ length: stream.length }, (_, at) => at),
      ),
    ).toEqual(expected);
  });
});

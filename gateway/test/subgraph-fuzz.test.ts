import { describe, expect, it } from '@jest/globals';
import { ResponseParser } from '../src/subgraph/http1/response-parser.ts';
import { RefusedResponse } from '../src/subgraph/http1/transport-failure.ts';

const seed = 20_240_607;
const bytesMax = 5_000;

/** The same numbers in [0, below) on every machine. */
function createDice(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Dice = ReturnType<typeof createDice>;

/** A response of any of the kinds there are, and the text that must come of it. */
function someResponse(dice: Dice): { readonly bytes: Buffer; readonly text: string } {
  const text = Array.from({ length: dice(200) }, () => ['a', '{', 'é', '日', '🎉', '\r\n', ' '][dice(7)]).join('');
  const body = Buffer.from(text);
  const interim = dice(4) === 0 ? 'HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n' : '';
  const noise = Array.from({ length: dice(5) }, (_, i) => `x-noise-${i}:  ${'v'.repeat(dice(60))} \r\n`).join('');
  const head = `${interim}HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${noise}`;
  if (dice(2) === 0) {
    return { bytes: Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`), body]), text };
  }
  const parts: Buffer[] = [Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`)];
  for (let at = 0; at < body.length; ) {
    const size = Math.min(body.length - at, 1 + dice(40));
    const extension = dice(4) === 0 ? ' ;a="b"' : '';
    parts.push(Buffer.from(`${size.toString(16)}${extension}\r\n`), body.subarray(at, at + size), Buffer.from('\r\n'));
    at += size;
  }
  parts.push(Buffer.from(`0\r\n${dice(4) === 0 ? 'x-trailer: 1\r\n' : ''}\r\n`));
  return { bytes: Buffer.concat(parts), text };
}

/** Feeds the bytes in pieces, through one buffer that is written over each time, as sockets do. */
function feed(parser: ResponseParser, bytes: Buffer, dice: Dice): 'done' | 'more' | 'refused' {
  const shared = Buffer.alloc(bytes.length);
  const pieceMax = 1 + dice(bytes.length);
  parser.begin();
  try {
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + 1 + dice(pieceMax));
      shared.fill(0xff);
      bytes.copy(shared, 0, at, end);
      if (parser.feed(shared, end - at)) return 'done';
      at = end;
    }
    return 'more';
  } catch (error) {
    if (error instanceof RefusedResponse) return 'refused';
    throw error;
  }
}

describe('responses', () => {
  it('come out the same whatever pieces they come in', () => {
    const dice = createDice(seed);
    const parser = new ResponseParser(bytesMax);
    for (let i = 0; i < 5_000; i++) {
      const { bytes, text } = someResponse(dice);
      expect([feed(parser, bytes, dice), parser.text, parser.isReusable]).toEqual(['done', text, true]);
    }
  });

  it('that were cut are never complete', () => {
    const dice = createDice(seed);
    const parser = new ResponseParser(bytesMax);
    for (let i = 0; i < 2_000; i++) {
      const { bytes } = someResponse(dice);
      const cut = bytes.subarray(0, dice(bytes.length));
      expect(cut.length === 0 ? 'more' : feed(parser, cut, dice)).toBe('more');
      expect(parser.finish()).toBe(false);
    }
  });

  it('that were mangled are read or refused, never anything else, and leave nothing behind', () => {
    const dice = createDice(seed);
    const parser = new ResponseParser(bytesMax);
    const ends = { done: 0, more: 0, refused: 0 };
    for (let i = 0; i < 10_000; i++) {
      const { bytes } = someResponse(dice);
      for (let n = 1 + dice(3); n > 0; n--)
        bytes[dice(bytes.length)] = dice(4) === 0 ? (dice(2) === 0 ? 13 : 10) : dice(256);
      ends[feed(parser, bytes, dice)] += 1;
      const whole = someResponse(dice);
      expect([feed(parser, whole.bytes, dice), parser.text]).toEqual(['done', whole.text]);
    }
    // All three happen: else the mangling would do nothing.
    expect(Math.min(ends.done, ends.more, ends.refused)).toBeGreaterThan(100);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Besieged, startBesieged } from './_besieged.ts';
import { frame, opcodes, type RawUpgrade, rawUpgrade } from './_raw-upgrade.ts';

const text = (message: unknown) => frame(opcodes.text, JSON.stringify(message));
const init = text({ type: 'connection_init' });
const invalidUtf8 = Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]);
const kilobytes = (count: number) => 'x'.repeat(count * 1_024);

describe('a frame that is malformed', () => {
  let besieged: Besieged;
  beforeAll(async () => {
    besieged = await startBesieged();
  });
  afterAll(async () => besieged[Symbol.asyncDispose]());

  const malformed: readonly (readonly [string, readonly Buffer[], readonly number[]])[] = [
    ['has an opcode that means nothing', [frame(3, 'hello')], [1002]],
    ['has a control opcode that means nothing', [frame(0xb)], [1002]],
    ['is not masked', [frame(opcodes.text, '{"type":"ping"}', { isMasked: false })], [1002]],
    ['says it is compressed, which was not agreed', [frame(opcodes.text, 'x', { reserved: 4 })], [1002]],
    ['has the second reserved bit', [frame(opcodes.text, 'x', { reserved: 2 })], [1002]],
    ['has the third reserved bit', [frame(opcodes.text, 'x', { reserved: 1 })], [1002]],
    ['is a ping of more than 125 bytes', [frame(opcodes.ping, 'x'.repeat(126))], [1002]],
    ['is a close of more than 125 bytes', [frame(opcodes.close, 'x'.repeat(126))], [1002]],
    ['is a ping in parts', [frame(opcodes.ping, 'x', { isLast: false })], [1002]],
    ['goes on where nothing was begun', [frame(opcodes.continuation, 'x')], [1002]],
    [
      'begins where another has not ended',
      [frame(opcodes.text, '{', { isLast: false }), frame(opcodes.text, '}')],
      [1002],
    ],
    ['is a close with half a code', [frame(opcodes.close, 'x')], [1002]],
    ['is a close with a code that may not be sent', [frame(opcodes.close, Buffer.from([0x03, 0xed]))], [1002]],
    ['is a close with a reason that is no UTF-8', [frame(opcodes.close, Buffer.from([0x03, 0xe8, 0xff]))], [1007]],
    ['is a text that is no UTF-8', [frame(opcodes.text, invalidUtf8)], [1007]],
    [
      'is a text in parts that is no UTF-8 together',
      [
        frame(opcodes.text, invalidUtf8.subarray(0, 3), { isLast: false }),
        frame(opcodes.continuation, invalidUtf8.subarray(3)),
      ],
      [1007],
    ],
    ['is a text of more than a megabyte', [frame(opcodes.text, kilobytes(1_025))], [1009]],
    ['says that two megabytes follow', [frame(opcodes.text, 'x', { saidLength: 2 ** 21 })], [1009]],
    ['says that more follows than can be', [frame(opcodes.text, 'x', { saidLength: 2n ** 63n - 1n })], [1009]],
    [
      'is a text of more than a megabyte in parts',
      [
        frame(opcodes.text, kilobytes(64), { isLast: false }),
        ...Array.from({ length: 16 }, () => frame(opcodes.continuation, kilobytes(64), { isLast: false })),
      ],
      [1009],
    ],
    [
      'says it is shorter than it is',
      [frame(opcodes.text, '{"type":"ping"}'.repeat(9), { saidLength: 5 })],
      [4400, 1002],
    ],
  ];
  describe.each([
    ['before the acknowledgement', [] as readonly Buffer[]],
    ['after it', [init]],
  ])('%s', (_when, before) => {
    it.each(malformed)('and %s closes its socket alone', async (_name, frames, codes) => {
      await besieged.stands(async (url) => {
        await using upgrade = await rawUpgrade(url);
        await upgrade.write(Buffer.concat([...before, ...frames]));
        expect(codes).toContain(await upgrade.closeCode);
      });
    });
  });

  it('is the last that is read: what follows it is not run', async () => {
    await besieged.stands(async (url) => {
      await using upgrade = await rawUpgrade(url);
      const subscribe = text({ id: '1', type: 'subscribe', payload: { query: '{ whoAsks }' } });
      await upgrade.write(Buffer.concat([init, frame(3), subscribe]));
      expect(await upgrade.closeCode).toBe(1002);
      expect(upgrade.texts.join()).not.toMatch(/whoAsks/);
    });
  });

  it('by being in parts without an end is closed before it fills the memory', async () => {
    await besieged.stands(async (url) => {
      await using upgrade = await rawUpgrade(url);
      await upgrade.write(Buffer.concat([init, frame(opcodes.text, '{', { isLast: false })]));
      const parts = Buffer.concat(
        Array.from({ length: 1_000 }, () => frame(opcodes.continuation, ' ', { isLast: false })),
      );
      for (let thousand = 0; thousand < 2_000; thousand += 1) {
        await upgrade.write(parts);
        if (await hasGone(upgrade)) break;
      }
      expect([1008, 1009]).toContain(await upgrade.closeCode);
    });
  });

  it('no more than by empty parts is not malformed', async () => {
    await besieged.stands(async (url) => {
      await using upgrade = await rawUpgrade(url);
      const ping = '{"type":"ping"}';
      const parts = [frame(opcodes.text, ping, { isLast: false })];
      for (let part = 0; part < 1_000; part += 1) parts.push(frame(opcodes.continuation, '', { isLast: false }));
      await upgrade.write(Buffer.concat([init, ...parts, frame(opcodes.continuation, '')]));
      await upgrade.write(frame(opcodes.close, Buffer.from([0x03, 0xe8])));
      expect(await upgrade.closeCode).toBe(1000);
      expect(upgrade.texts).toContain('{"type":"pong"}');
    });
  });

  it('may come in any pieces', async () => {
    await besieged.stands(async (url) => {
      await using upgrade = await rawUpgrade(url);
      const bytes = Buffer.concat([init, text({ type: 'ping' }), frame(opcodes.close, Buffer.from([0x03, 0xe8]))]);
      for (const byte of bytes) await upgrade.write(Buffer.from([byte]));
      expect(await upgrade.closeCode).toBe(1000);
      expect(upgrade.texts).toContain('{"type":"pong"}');
    });
  });

  it.each([
    ['in the middle of a frame', text({ type: 'ping' }).subarray(0, 9)],
    ['in the middle of its head', Buffer.from([0x81])],
    ['between the parts of a message', frame(opcodes.text, '{', { isLast: false })],
  ])('because the client hangs up %s leaves nothing behind', async (_name, bytes) => {
    await besieged.stands(async (url) => {
      await using upgrade = await rawUpgrade(url);
      await upgrade.write(Buffer.concat([init, bytes]));
      upgrade.end();
      await upgrade.gone;
    });
  });
});

/** Whether the close has come, after a turn of the event loop. */
async function hasGone(upgrade: RawUpgrade): Promise<boolean> {
  const later = new Promise<'later'>((resolve) => setImmediate(() => resolve('later')));
  return (await Promise.race([upgrade.closeCode, later])) !== 'later';
}

import { describe, expect, it } from '@jest/globals';
import { createKeyDerivation } from '@lectern/request-signing';
import { answerHandshake, createNonce, readHandshakeAnswer } from './handshake.ts';
import { createPacketMac } from './packet-mac.ts';
import { createPacketReader, writePacket } from './packets.ts';

const deriveKey = createKeyDerivation('a secret of at least thirty-two characters');
const others = createKeyDerivation('another secret of at least thirty-two chars');
const mac = (derive = deriveKey, server = 'server') => createPacketMac(derive, 'client', server);
const frames = [
  { id: 1, head: '{"requestId":"a"}', body: '{"query":"{ größe }"}' },
  { id: 4_294_967_295, head: '{}', body: '' },
];

function read(stream: readonly Buffer[], by = mac()) {
  const heard: { id: number; head: string; body: string }[] = [];
  const reader = createPacketReader(by, 1_000, ({ id, head, body }) =>
    heard.push({ id, head: head.toString(), body: body.toString() }),
  );
  for (const bytes of stream) reader.feed(bytes, bytes.length);
  return heard;
}

describe('packets of requests', () => {
  it('come out as they went in', () => {
    const writer = mac();
    const packets = [writePacket(frames, writer), writePacket([], writer), writePacket(frames.slice(1), writer)];
    expect(read(packets)).toEqual([...frames, ...frames.slice(1)]);
  });

  const [first, second] = (() => {
    const writer = mac();
    return [writePacket(frames.slice(0, 1), writer), writePacket(frames.slice(1), writer)];
  })();
  const changed = (bytes: Buffer, at: number) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
    return copy;
  };
  it.each([
    ['in another order', [second, first], mac()],
    ['that is left out', [second], mac()],
    ['that comes twice', [first, first], mac()],
    ['of another line', [first], mac(deriveKey, 'another server')],
    ['of somebody with another secret', [first], mac(others)],
    ['with another code', [changed(first, 5)], mac()],
    ['with another id', [changed(first, 37)], mac()],
    ['with another length of its first head', [changed(first, 43)], mac()],
    ['with another last byte', [changed(first, first.length - 1)], mac()],
    ['longer than allowed', [Buffer.from([0, 0, 4, 1, ...Buffer.alloc(40)])], mac()],
  ])('one %s is refused', (_what, stream, by) => {
    expect(() => read(stream, by)).toThrow(/the packet is/);
  });

  it('are refused where a request ends after its packet, whoever signed that', () => {
    const writer = mac();
    const bytes = writePacket(frames.slice(0, 1), mac());
    bytes.writeUInt32BE(1_000, 36 + 8);
    writer.next(bytes.subarray(36)).copy(bytes, 4);
    expect(() => read([bytes])).toThrow('the packet ends in the middle of a request');
  });
});

describe('a handshake', () => {
  it('tells the client the nonce of a server that knows the secret', () => {
    const client = createNonce();
    const answer = answerHandshake(deriveKey, client);
    expect(readHandshakeAnswer(deriveKey, client, answer?.header)).toBe(answer?.nonce);
  });

  it.each([
    ['with another secret', (client: string) => answerHandshake(others, client)?.header],
    ['to another client', () => answerHandshake(deriveKey, createNonce())?.header],
    ['without a proof', (client: string) => answerHandshake(deriveKey, client)?.nonce],
    ['with nothing', () => undefined],
    ['twice', () => ['a', 'b']],
  ])('is not believed from a server that answers %s', (_what, answer) => {
    const client = createNonce();
    expect(readHandshakeAnswer(deriveKey, client, answer(client))).toBeUndefined();
  });

  it.each([['short'], [undefined], ['n'.repeat(65)], [`${'n'.repeat(40)} `]])('is not answered for %p', (nonce) => {
    expect(answerHandshake(deriveKey, nonce)).toBeUndefined();
  });
});

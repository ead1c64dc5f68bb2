import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { createPacketMac, writePacket } from '@lectern/request-line';
import { createKeyDerivation } from '@lectern/request-signing';
import { waitFor } from '@lectern/testing';
import { createServerLine } from './server-line.ts';

const macOf = (secret: string) => createPacketMac(createKeyDerivation(secret), 'client', 'server');
const frames = [{ id: 1, head: '{}', body: '{}' }];

/** The server's end of a line that has not proved itself yet, and whoever opened it. */
async function startLine(unprovenMs: number) {
  const broken: string[] = [];
  let isClosed = false;
  const server = createServer({ allowHalfOpen: true }, (socket: Socket) => {
    createServerLine({
      socket,
      mac: macOf('the secret'),
      bodyLimit: 1_000,
      unprovenMs,
      answer: async () => ({ status: 200, isClean: true, text: '{"data":{}}' }),
      onBroken: ({ message }) => broken.push(message),
      onClosed: () => {
        isClosed = true;
      },
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const client = connect({ port: address.port, host: '127.0.0.1', allowHalfOpen: true });
  client.on('error', () => undefined);
  await once(client, 'connect');
  return {
    client,
    broken,
    isClosed: () => isClosed,
    async [Symbol.asyncDispose]() {
      client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

it('a line is closed on which nothing is sent that is signed for it, whatever else is', async () => {
  await using line = await startLine(200);
  // The head of a long packet: its end, which tells by whom it is, never comes.
  line.client.write(writePacket(frames, macOf('another secret')).subarray(0, 40));
  await waitFor('the end', line.isClosed);
  expect(line.broken).toEqual(['nothing was sent that is signed for it']);
});

it('a line whose first packet was right stays, also without another', async () => {
  await using line = await startLine(1_000);
  line.client.write(writePacket(frames, macOf('the secret')));
  await once(line.client, 'data');
  await using other = await startLine(1_000);
  // Opened later, so that the time of the first one is over as well.
  await waitFor('the end of one that proves nothing', other.isClosed);
  expect([line.isClosed(), line.broken]).toEqual([false, []]);
});

it('a line is closed by a packet of another secret, unanswered', async () => {
  await using line = await startLine(60_000);
  line.client.write(writePacket(frames, macOf('another secret')));
  await waitFor('the end', line.isClosed);
  expect(line.broken).toEqual(['the packet is not signed for this line']);
});

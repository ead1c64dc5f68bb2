import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Connection, openConnection } from '../../gateway/load/connection.ts';
import { makeRoomForCopies } from './copies.ts';
import { joined } from './lean-client.ts';
import { rush } from './rush.ts';

const opened: (Server | Connection)[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const requests = ['one', 'two', 'three', 'four', 'five'].map((name) => Buffer.from(name));

describe('a rush', () => {
  it.each([1, 2, 9])('gives each request its own answer, whole, over %i connections', async (connectionCount) => {
    const connections = await connectTo(connectionCount, (socket, name) => socket.write(answer(name)));
    // Room for less than comes.
    const arrivals = await rush({ connections, requests, copy: makeRoomForCopies(8) }, 5);
    expect(arrivals.map(({ pieces }) => joined(pieces).toString())).toEqual(requests.map((name) => `to ${name}`));
    expect(arrivals.map(({ reply }) => typeof reply === 'object' && reply.status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('counts the wait for a connection', async () => {
    const heldMs = 30;
    const connections = await connectTo(1, (socket, name) => setTimeout(() => socket.write(answer(name)), heldMs));
    const arrivals = await rush({ connections, requests, copy: makeRoomForCopies(100) }, 0);
    // Node's timers may be a millisecond early.
    for (const [index, { ms }] of arrivals.entries()) expect(ms).toBeGreaterThan((index + 1) * (heldMs - 2));
  });

  it('says why an answer did not come, and goes on', async () => {
    const connections = await connectTo(1, (socket, name) => {
      if (name === 'two') socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf');
      else socket.write(answer(name));
    });
    const arrivals = await rush({ connections, requests, copy: makeRoomForCopies(100) }, 0);
    expect(arrivals.map(({ reply }) => (typeof reply === 'string' ? reply : reply.status))).toEqual([
      ...[200, 'the connection was closed', 200, 200, 200],
    ]);
  });
});

const answer = (name: string): string => `HTTP/1.1 200 OK\r\ncontent-length: ${name.length + 3}\r\n\r\nto ${name}`;

async function connectTo(count: number, onRequest: (socket: Socket, name: string) => void): Promise<Connection[]> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => onRequest(socket, bytes.toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const connections = Array.from({ length: count }, () => openConnection(address.port));
  opened.push(...connections, server);
  return connections;
}

import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Connection, openConnection, type Reply } from './connection.ts';

const opened: (Server | Connection)[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const byLength = 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"data":{}}';
const byChunks = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{"da\r\n7;name=x\r\nta":{}}\r\n0\r\n\r\n';

describe('a connection of the load generator', () => {
  const cases = [
    { name: 'by length', answer: byLength },
    { name: 'in chunks', answer: byChunks },
  ].flatMap(({ name, answer }) => [
    { name: `${name}, at once`, pieces: [answer] },
    { name: `${name}, byte by byte`, pieces: [...answer] },
  ]);

  it.each(cases)('reads an answer $name, and the next on the same connection', async ({ pieces }) => {
    const { connection, sockets } = await connectTo((socket) => writeAll(socket, pieces));
    const right: Reply = { status: 200, bytes: 11, body: '{"data":{}}' };
    expect(await ask(connection, true)).toEqual(right);
    expect(await ask(connection, false)).toEqual({ ...right, body: undefined });
    expect(await ask(connection, true)).toEqual(right);
    expect(sockets.size).toBe(1);
  });

  it('says so when it is closed before the answer is whole, and connects anew afterwards', async () => {
    const { connection, sockets } = await connectTo((socket) => {
      if (sockets.size > 1) writeAll(socket, [byLength]);
      else socket.end(byLength.slice(0, -3));
    });
    expect(await ask(connection, false)).toBe('the connection was closed');
    expect(await ask(connection, false)).toMatchObject({ status: 200, bytes: 11 });
  });
});

async function connectTo(onRequest: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', () => onRequest(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const connection = openConnection(address.port);
  opened.push(connection, server);
  return { connection, sockets };
}

/** Each piece in a write of its own. */
function writeAll(socket: Socket, pieces: readonly string[]): void {
  const [first, ...rest] = pieces;
  if (first !== undefined) socket.write(first, () => setImmediate(() => writeAll(socket, rest)));
}

function ask(connection: Connection, keep: boolean): Promise<Reply | string> {
  return new Promise((resolve) => connection.send('GET / HTTP/1.1\r\nhost: x\r\n\r\n', keep, resolve));
}

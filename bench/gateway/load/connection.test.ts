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

  it.each(cases)('keeps the bytes of an answer $name, in their order', async ({ pieces }) => {
    const { connection } = await connectTo((socket) => writeAll(socket, pieces));
    await connection.open();
    for (let round = 0; round < 2; round += 1) {
      const kept: Buffer[] = [];
      expect(await askBytes(connection, kept)).toEqual({ status: 200, bytes: 11, body: undefined });
      expect(Buffer.concat(kept).toString()).toBe('{"data":{}}');
    }
  });

  it('keeps answers apart that come to several connections in pieces by turns', async () => {
    const answers = ['first answer', 'other answer'];
    const asking: Socket[] = [];
    const { connection, port } = await connectTo((socket) => {
      if (asking.push(socket) === 2) writeByTurns(asking, answers.map(withLength));
    });
    const other = openConnection(port);
    opened.push(other);
    await connection.open();
    const kept: Buffer[][] = [[], []];
    await Promise.all([connection, other].map((each, index) => askBytes(each, kept[index] ?? [])));
    expect(kept.map((each) => Buffer.concat(each).toString()).toSorted()).toEqual(answers);
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
  return { connection, sockets, port: address.port };
}

/** Each piece in a write of its own. */
function writeAll(socket: Socket, pieces: readonly string[]): void {
  const [first, ...rest] = pieces;
  if (first !== undefined) socket.write(first, () => setImmediate(() => writeAll(socket, rest)));
}

const withLength = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

function writeByTurns(sockets: readonly Socket[], texts: readonly string[], at = 0): void {
  for (const [index, socket] of sockets.entries()) socket.write(texts[index]?.[at] ?? '');
  if (texts.some((text) => at + 1 < text.length)) setImmediate(() => writeByTurns(sockets, texts, at + 1));
}

function askBytes(connection: Connection, kept: Buffer[]): Promise<Reply | string> {
  const keep = (piece: Buffer) => void kept.push(Buffer.from(piece));
  return new Promise((resolve) =>
    connection.sendBytes(Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n'), keep, resolve),
  );
}

function ask(connection: Connection, keep: boolean): Promise<Reply | string> {
  return new Promise((resolve) => connection.send('GET / HTTP/1.1\r\nhost: x\r\n\r\n', keep, resolve));
}

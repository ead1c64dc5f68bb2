import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * A line between clients and gateway that delays everything, sends whole requests twice, some of them seconds later,
 * and loses answers after the request has arrived.
 */
export type BadLine = AsyncDisposable & {
  readonly url: string;
  readonly counts: { duplicated: number; replayedLate: number; answersLost: number };
};

const delayMaxMs = 400;
const share = { twice: 0.2, replayedLate: 0.15, answerLost: 0.08 };
const lateMs = { least: 1_000, most: 5_000 };

export async function startBadLine(gatewayUrl: string): Promise<BadLine> {
  const port = Number(new URL(gatewayUrl).port);
  const counts: BadLine['counts'] = { duplicated: 0, replayedLate: 0, answersLost: 0 };
  const later = new Set<NodeJS.Timeout>();
  const open = new Set<Duplex>();
  const server = createServer((incoming, response) => void carry(incoming, response).catch(() => response.destroy()));

  async function carry(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const send = () => sendOn(port, incoming, body);
    await pause(Math.random() * delayMaxMs);
    if (Math.random() < share.twice) {
      counts.duplicated += 1;
      void send().catch(() => undefined);
    }
    if (Math.random() < share.replayedLate) {
      counts.replayedLate += 1;
      const timer = setTimeout(
        () => {
          later.delete(timer);
          void send().catch(() => undefined);
        },
        lateMs.least + Math.random() * (lateMs.most - lateMs.least),
      );
      later.add(timer);
    }
    const answer = await send();
    if (Math.random() < share.answerLost) {
      counts.answersLost += 1;
      response.destroy();
      return;
    }
    await pause(Math.random() * delayMaxMs);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  server.on('upgrade', (incoming: IncomingMessage, client: Socket, head: Buffer) => {
    const gateway = connect({ port, host: '127.0.0.1' });
    for (const socket of [client, gateway]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    client.on('close', () => gateway.destroy());
    gateway.on('close', () => client.destroy());
    gateway.write(headOf(incoming));
    gateway.write(head);
    carryDelayed(client, gateway);
    carryDelayed(gateway, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port for the line');
  return {
    url: `http://127.0.0.1:${address.port}`,
    counts,
    async [Symbol.asyncDispose]() {
      for (const timer of later) clearTimeout(timer);
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Answer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer };

function sendOn(port: number, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      readBody(answer).then((bytes) => {
        resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes });
      }, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return Buffer.concat(pieces);
}

function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** What is later sent arrives later: the order of bytes stays, as TCP promises. */
function carryDelayed(from: Socket, to: Socket): void {
  let tail = Promise.resolve();
  from.on('data', (bytes) => {
    const due = pause(Math.random() * delayMaxMs);
    tail = tail.then(() => due).then(() => void to.write(bytes));
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

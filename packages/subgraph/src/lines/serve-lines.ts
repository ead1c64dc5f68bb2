import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { LecternError } from '@lectern/errors';
import {
  answerHandshake,
  createPacketMac,
  lineHeader,
  lineProtocol,
  type ReceivedRequest,
  type RequestHead,
} from '@lectern/request-line';
import { createKeyDerivation } from '@lectern/request-signing';
import type { Logger } from '@lectern/runtime';
import type { Door } from '../door.ts';
import type { Executor } from '../execute.ts';
import { refusalBody, refusals } from '../refusal.ts';
import { createServerLine, type ServerLine } from './server-line.ts';
import { createTurnstile } from './turnstile.ts';

export type LinesOptions = {
  readonly door: Door;
  readonly signingSecret: string;
  readonly bodyLimit: number;
  readonly executor: Executor;
  readonly logger: Logger;
};

export type Lines = {
  /** Takes no more lines, and waits up to `ms` until those there are have been left by their clients. */
  drain(ms: number): Promise<void>;
};

/** Requests that run at a time; on HTTP it is the gateway's connections that bound them. */
const runningMax = 512;
/** What waits for its turn: a hundred thousand answers, or hundreds of the largest requests. */
const waitingBytesMax = 67_108_864;
/** What a request that waits takes beside its bytes. */
const requestBytes = 500;
const idlePingMs = 10_000;
const requestIdMax = 200;

/** Lets signed requests to `/graphql` become lines: many requests and their answers on one connection. */
export function serveLines(server: Server, path: string, options: LinesOptions): Lines {
  const { logger } = options;
  const deriveKey = createKeyDerivation(options.signingSecret);
  const lines = new Set<ServerLine>();
  const turnstile = createTurnstile(runningMax, waitingBytesMax);
  let drained: PromiseWithResolvers<void> | undefined;

  function open(request: IncomingMessage, socket: Socket, first: Buffer): void {
    const { headers, url } = request;
    const { issuer } = options.door.verify(request);
    if (headers.upgrade !== lineProtocol || url !== path || drained) {
      refuse(socket, drained ? 503 : 404);
      return;
    }
    const clientNonce = headers[lineHeader];
    const handshake = answerHandshake(deriveKey, clientNonce);
    if (!handshake) {
      refuse(socket, 400);
      return;
    }
    socket.setNoDelay(true).setKeepAlive(true, idlePingMs).setTimeout(0);
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: ${lineProtocol}\r\n${lineHeader}: ${handshake.header}\r\n\r\n`,
    );
    const line = createServerLine({
      socket,
      mac: createPacketMac(deriveKey, String(clientNonce), handshake.nonce),
      bodyLimit: options.bodyLimit,
      answer: (received, isWanted) => answer(received, isWanted, issuer),
      onBroken: (error) => logger.warn({ issuer, reason: error.message }, 'a line was broken off'),
      onClosed() {
        lines.delete(line);
        if (lines.size === 0) drained?.resolve();
      },
    });
    lines.add(line);
    if (first.length > 0) line.feed(first);
  }

  async function answer({ head, body }: ReceivedRequest, isWanted: () => boolean, issuer: string) {
    if (body.length > options.bodyLimit) return { status: 413, isClean: false, text: tooLarge };
    const { viewer, requestId, withinMs } = readHead(head);
    const way = turnstile.enter(requestBytes + body.length);
    if (way === 'full') return { status: 503, isClean: false, text: overloaded };
    let own = body;
    if (way !== 'free') {
      const uselessAt = performance.now() + withinMs;
      // The bytes are the line's, and good for this moment only.
      own = Buffer.from(body);
      await way;
      if (performance.now() >= uselessAt || !isWanted()) {
        turnstile.leave();
        return { status: 503, isClean: false, text: overloaded };
      }
    }
    try {
      const { text, hasErrors } = await options.executor.executeBody(own, { viewer, issuer, requestId, logger });
      return { status: 200, isClean: !hasErrors, text };
    } catch (error) {
      // Nobody else on the line is to suffer for it.
      logger.error({ requestId, err: error }, 'a request failed');
      return { status: 500, isClean: false, text: JSON.stringify(refusalBody(refusals.internal, { requestId })) };
    } finally {
      turnstile.leave();
    }
  }

  // All other protocols that a client would rather speak are passed over, as they are by a server that knows none.
  // An option of Node that its types do not know.
  Object.assign(server, { shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade === lineProtocol });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, first: Buffer) => {
    socket.on('error', () => socket.destroy());
    try {
      open(request, socket, first);
    } catch (error) {
      refuse(socket, error instanceof LecternError ? 401 : 500);
    }
  });
  return {
    async drain(ms) {
      drained ??= Promise.withResolvers();
      if (lines.size === 0) return;
      for (const line of lines) line.drain();
      const timer = setTimeout(() => {
        for (const line of lines) line.close();
      }, ms);
      await drained.promise;
      clearTimeout(timer);
    },
  };
}

/** Whoever made the packet knows the secret, and says what a head of ours holds. */
function readHead(bytes: Buffer): RequestHead {
  const head = JSON.parse(bytes.toString()) as RequestHead;
  return head.requestId.length > requestIdMax ? { ...head, requestId: crypto.randomUUID() } : head;
}

const tooLarge = JSON.stringify(refusalBody(refusals.bodyTooLarge));
const overloaded = JSON.stringify(refusalBody(refusals.overloaded, { retryAfterMs: 1_000 }));

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Whoever does not hang up would hold the connection for ever: no timeout of the server watches over it any more. */
function refuse(socket: Socket, status: number): void {
  const head = `HTTP/1.1 ${status} ${reasons[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
  socket.end(head, () => socket.destroy());
}

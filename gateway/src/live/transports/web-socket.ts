import { once } from 'node:events';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@lectern/runtime';
import { handleProtocols, type Server } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { GatewayMetrics } from '../../events.ts';
import type { OriginCheck } from '../../http/origins.ts';
import type { Connection, Connections } from '../connection.ts';
import type { SocketExtra } from '../protocol.ts';

export type WebSocketDeps = {
  readonly http: HttpServer;
  readonly path: string;
  readonly protocol: Server<SocketExtra>;
  readonly connections: Connections;
  readonly isAllowedOrigin: OriginCheck;
  readonly clientAddress: (request: IncomingMessage) => string;
  readonly metrics: GatewayMetrics;
  readonly logger: Logger;
  readonly pingMs: number;
  readonly drainMs: number;
};

const messageBytesMax = 1_048_576;

/** Carries the protocol over WebSocket. Disposing asks every client to come back elsewhere. */
export function serveWebSockets(deps: WebSocketDeps): AsyncDisposable {
  const { http, protocol, metrics } = deps;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
    handleProtocols,
  });
  const alive = new WeakSet<WebSocket>();

  // One timer for all: whoever has not answered the last ping is gone.
  const pinging = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, deps.pingMs);
  pinging.unref();

  function refusalOf(request: IncomingMessage): string | undefined {
    if (request.url?.split('?')[0] !== deps.path) return '404 Not Found';
    return deps.isAllowedOrigin(request.headers.origin) ? undefined : '403 Forbidden';
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = refusalOf(request);
    if (refusal) {
      refuse(socket, refusal);
      return;
    }
    server.handleUpgrade(request, socket, head, (client) => {
      alive.add(client);
      client.on('pong', () => void alive.add(client));
      attach(client, deps.connections.open(client, deps.clientAddress(request)));
    });
  }

  function attach(socket: WebSocket, connection: Connection): void {
    metrics.socketOpened();
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) =>
          new Promise((resolve, reject) => {
            if (socket.readyState !== socket.OPEN) resolve();
            else socket.send(data, (error) => (error ? reject(error) : resolve()));
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on('message', (data) => {
            Promise.resolve(handle(String(data))).catch((error: unknown) => fail(connection, error, deps.logger));
          });
        },
        // The answer to a ping does not repeat the token that came with it.
        onPing: async () => {
          if (socket.readyState === socket.OPEN) socket.send('{"type":"pong"}');
        },
      },
      { connection },
    );
    socket.on('error', (error) => deps.logger.debug({ err: error }, 'a socket failed'));
    socket.once('close', (code, reason) => {
      connection.gone();
      metrics.socketClosed(connection.closedFor() ?? (code >= 4_400 ? 'PROTOCOL' : 'CLIENT'));
      closed(code, String(reason)).catch((error: unknown) =>
        deps.logger.warn({ err: error }, 'a socket did not close'),
      );
    });
  }

  http.on('upgrade', upgrade);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(pinging);
      http.off('upgrade', upgrade);
      http.on('upgrade', (_request, socket: Duplex) => refuse(socket, '503 Service Unavailable'));
      deps.connections.closeAll('GOING_AWAY');
      const gone = [...server.clients].map((socket) => once(socket, 'close'));
      await Promise.race([Promise.all(gone), pause(deps.drainMs, undefined, { ref: false })]);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.once('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** graphql-ws throws at messages that the protocol does not know; all else is our fault. */
function fail(connection: Connection, error: unknown, logger: Logger): void {
  const isClients = error instanceof Error && error.message.startsWith('Unexpected message');
  if (!isClients) logger.error({ err: error }, 'a message of a socket failed');
  connection.close(isClients ? 'BAD_MESSAGE' : 'INTERNAL');
}

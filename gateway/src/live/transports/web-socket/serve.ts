import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '@lectern/runtime';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { OriginCheck } from '../../../http/origins.ts';
import { closeCodes } from '../../close-codes.ts';
import type { Channels } from '../../connection/channels.ts';
import { webSocketCarrier } from './carrier.ts';
import { pongFrame } from './frames.ts';
import { LiveSocket } from './live-socket.ts';
import type { Protocol } from './protocol.ts';

export type WebSocketDeps = {
  readonly http: HttpServer;
  readonly path: string;
  readonly protocol: Protocol;
  readonly channels: Channels;
  readonly isAllowedOrigin: OriginCheck;
  readonly clientAddress: (request: IncomingMessage) => string;
  readonly logger: Logger;
};

const messageBytesMax = 1_048_576;
/** Codes that `ws` closes with by itself: for frames and messages that are none. */
const brokenProtocol: ReadonlySet<number> = new Set([1_002, 1_003, 1_007, 1_008, 1_009]);
/** Whoever does not answer a close holds a connection for so long, counted or not. */
const closeTimeoutMs = 5_000;
const subprotocol = 'graphql-transport-ws';

/** Takes WebSocket connections. Disposing refuses further ones. */
export function serveWebSockets(deps: WebSocketDeps): Disposable {
  const { http, protocol, channels, logger } = deps;
  const options = {
    noServer: true,
    WebSocket: LiveSocket,
    clientTracking: false,
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
    autoPong: false,
    // Of `ws` 8.23; its types do not know it yet.
    closeTimeout: closeTimeoutMs,
    handleProtocols: (offered: ReadonlySet<string>) => (offered.has(subprotocol) ? subprotocol : (false as const)),
  };
  const server = new WebSocketServer(options);

  function refusalOf(request: IncomingMessage): string | undefined {
    if (request.url?.split('?')[0] !== deps.path) return '404 Not Found';
    return deps.isAllowedOrigin(request.headers.origin) ? undefined : '403 Forbidden';
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = socket instanceof Socket ? refusalOf(request) : '400 Bad Request';
    if (refusal) {
      refuse(socket, refusal);
      return;
    }
    server.handleUpgrade(request, socket, head, (client) => {
      if (client instanceof LiveSocket && socket instanceof Socket) open(client, socket, deps.clientAddress(request));
    });
  }

  function open(client: LiveSocket, raw: Socket, address: string): void {
    client.on('error', (error) => logger.debug({ err: error }, 'a socket failed'));
    client.raw = raw;
    const channel = client.protocol === subprotocol && channels.open(webSocketCarrier, client, address);
    if (!channel) {
      const reason = channel === false ? 'SUBPROTOCOL' : 'CONNECTIONS_TOO_MANY';
      client.close(closeCodes[reason].code, reason);
      return;
    }
    client.channel = channel;
    client.on('message', onMessage);
    client.on('ping', onPing);
    client.on('pong', onPong);
    client.on('close', onClose);
  }

  // One function for all sockets, since each closure is kept as many times as there are viewers.
  function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
    if (!(this instanceof LiveSocket)) return;
    if (isBinary) this.channel.close('BAD_MESSAGE');
    else protocol.onMessage(this, String(data));
  }
  function onPing(this: WebSocket, data: Buffer): void {
    // As any other message: who pings without reading fills our memory with answers otherwise.
    if (this instanceof LiveSocket) this.channel.write(pongFrame(data));
  }
  function onPong(this: WebSocket): void {
    if (this instanceof LiveSocket) this.channel.isAlive = true;
  }
  function onClose(this: WebSocket, code: number): void {
    if (this instanceof LiveSocket) channels.gone(this.channel, brokenProtocol.has(code) ? 'PROTOCOL' : 'CLIENT');
  }

  http.on('upgrade', upgrade);
  return {
    [Symbol.dispose]() {
      http.off('upgrade', upgrade);
      http.on('upgrade', (_request, socket: Duplex) => refuse(socket, '503 Service Unavailable'));
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.once('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

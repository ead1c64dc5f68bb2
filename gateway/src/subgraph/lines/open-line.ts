import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Socket } from 'node:net';
import {
  createNonce,
  createPacketMac,
  lineHeader,
  lineProtocol,
  type PacketMac,
  readHandshakeAnswer,
} from '@lectern/request-line';
import { type RequestSigner, signatureHeader } from '@lectern/request-signing';

export type LinePlace = {
  /** The name of the subgraph, for which the handshake is signed. */
  readonly name: string;
  /** Of its GraphQL endpoint. */
  readonly url: URL;
  readonly ca?: string | undefined;
  readonly sign: RequestSigner;
  readonly timeoutMs: number;
};

export type OpenedLine = { readonly socket: Socket; readonly mac: PacketMac };

const keepAliveMs = 10_000;

/** Opens a connection and makes a line of it; 'refused' by a server that knows no lines. Rejects when nobody answers. */
export async function openLine(place: LinePlace): Promise<OpenedLine | 'refused'> {
  const { name, url, sign } = place;
  const nonce = createNonce();
  const path = `${url.pathname}${url.search}`;
  const viewer = { kind: 'SERVICE', name: sign.issuer } as const;
  const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
    agent: false,
    ca: place.ca,
    signal: AbortSignal.timeout(place.timeoutMs),
    headers: {
      connection: 'Upgrade',
      upgrade: lineProtocol,
      [lineHeader]: nonce,
      [signatureHeader]: sign({ audience: name, method: 'GET', path, body: undefined, viewer }),
    },
  });
  const opened = Promise.withResolvers<OpenedLine | 'refused'>();
  request.once('upgrade', (response, socket: Socket, first: Buffer) => {
    const serverNonce = readHandshakeAnswer(sign.deriveKey, nonce, response.headers[lineHeader]);
    if (serverNonce === undefined) {
      socket.destroy();
      opened.resolve('refused');
      return;
    }
    socket.setNoDelay(true).setKeepAlive(true, keepAliveMs).setTimeout(0);
    // Read when the line is where it belongs, and not while it is being made: it may end with these bytes.
    if (first.length > 0) socket.unshift(first);
    opened.resolve({ socket, mac: createPacketMac(sign.deriveKey, nonce, serverNonce) });
  });
  request.once('response', (response) => {
    response.destroy();
    const { statusCode = 0 } = response;
    // One that stops, or a proxy that finds nobody, says nothing of what there will be in a moment.
    if (statusCode >= 500) opened.reject(new Error(`the handshake was answered with ${statusCode}`));
    else opened.resolve('refused');
  });
  request.on('error', opened.reject);
  request.end();
  return opened.promise;
}

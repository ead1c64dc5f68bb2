import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/** Where a request comes from: the address of the peer, unless that is a proxy we trust to say. */
export type AddressBook = {
  clientAddress(request: IncomingMessage): string;
  /** The protocol the client used, as far as a trusted proxy says so. */
  protocol(request: IncomingMessage): string;
};

/** `trustedProxies` are addresses, networks (`10.0.0.0/8`) or `loopback`, `linklocal`, `uniquelocal`. */
export function createAddressBook(trustedProxies: readonly string[], publicUrl: string): AddressBook {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  const ownProtocol = new URL(publicUrl).protocol.slice(0, -1);
  return {
    clientAddress: (request) => proxyAddr(request, isTrusted),
    protocol(request) {
      const told = request.headers['x-forwarded-proto'];
      const peer = request.socket.remoteAddress;
      if (typeof told !== 'string' || peer === undefined || !isTrusted(peer, 0)) return ownProtocol;
      return told.split(',')[0]?.trim() === 'https' ? 'https' : 'http';
    },
  };
}

import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { DeriveKey } from '@lectern/request-signing';
import { lineProtocol } from './handshake.ts';

/** Makes and checks the authentication codes of the packets of one line, in their order; one for each end. */
export type PacketMac = {
  /** Of the next packet. */
  next(packet: Uint8Array): Buffer;
  /** Whether this is the code of the next packet; any other packet, order or line has another one. */
  isNext(packet: Uint8Array, mac: Uint8Array): boolean;
};

export const macBytes = 32;

/**
 * One code vouches for all requests of a packet and for whom they are made, in place of a signature for each. The key is
 * the line's own, from the secret and what both ends made up for this line; the number of the packet goes in with its
 * bytes, so that nothing can be sent again, left out or put elsewhere. HMAC-SHA-256 (RFC 2104).
 */
export function createPacketMac(deriveKey: DeriveKey, clientNonce: string, serverNonce: string): PacketMac {
  const key = createSecretKey(deriveKey(`${lineProtocol} packets ${clientNonce} ${serverNonce}`));
  const number = Buffer.alloc(8);
  let packets = 0n;

  function next(packet: Uint8Array): Buffer {
    number.writeBigUInt64BE(packets);
    packets += 1n;
    return createHmac('sha256', key).update(number).update(packet).digest();
  }
  return { next, isNext: (packet, mac) => timingSafeEqual(next(packet), mac) };
}

import type { Viewer } from '@lectern/request-signing';
import { createFrameReader } from './frame-reader.ts';
import { macBytes, type PacketMac } from './packet-mac.ts';

/** What is said of one request beside its body; the rest is the line's. */
export type RequestHead = {
  readonly requestId: string;
  readonly viewer: Viewer;
  /** Milliseconds for which somebody waits for the answer. */
  readonly withinMs: number;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
};

/** Head and body as JSON texts. The id is the client's, of 32 bits and not 0, and comes back with the answer. */
export type RequestFrame = { readonly id: number; readonly head: string; readonly body: string };

/** A request as it came: bytes that are good only while it is handed over. */
export type ReceivedRequest = { readonly id: number; readonly head: Buffer; readonly body: Buffer };

/** Requests are put together up to so many bytes. */
export const packetBytesMax = 1_048_576;

/** The longest body that goes over a line, which is a packet with whatever head. */
const bodyBytesMax = packetBytesMax / 2;

/**
 * Whether a request with this body may go over a line. One that is longer than the other end takes would end the line
 * for all who are on it; over HTTP it is refused alone.
 */
export function fitsPacket(body: string): boolean {
  // No character takes more than three bytes of UTF-8 for each unit of its string.
  return body.length * 3 <= bodyBytesMax || Buffer.byteLength(body) <= bodyBytesMax;
}

/** A packet: length of its frames, their authentication code, the frames. */
const packetHeadBytes = 4 + macBytes;
/** A frame: id, length of its head, length of its body, head, body. All numbers of 32 bits, big-endian. */
const frameHeadBytes = 12;

/** Requests as pieces of bytes, to be written as they are. */
export function* writePackets(frames: readonly RequestFrame[], mac: PacketMac): Generator<Buffer, undefined> {
  let from = 0;
  let length = 0;
  for (const [at, frame] of frames.entries()) {
    const bytes = frameBytes(frame);
    if (length > 0 && length + bytes > packetBytesMax) {
      yield writePacket(frames.slice(from, at), mac, length);
      from = at;
      length = 0;
    }
    length += bytes;
  }
  yield writePacket(frames.slice(from), mac, length);
}

function frameBytes({ head, body }: RequestFrame): number {
  return frameHeadBytes + Buffer.byteLength(head) + Buffer.byteLength(body);
}

function bytesOf(frames: readonly RequestFrame[]): number {
  return frames.reduce((sum, frame) => sum + frameBytes(frame), 0);
}

/** Requests as one piece of bytes. `length`: what they take, where that is known. */
export function writePacket(frames: readonly RequestFrame[], mac: PacketMac, length = bytesOf(frames)): Buffer {
  const packet = Buffer.allocUnsafe(packetHeadBytes + length);
  packet.writeUInt32BE(length, 0);
  let at = packetHeadBytes;
  for (const { id, head, body } of frames) {
    const headLength = packet.write(head, at + frameHeadBytes);
    const bodyLength = packet.write(body, at + frameHeadBytes + headLength);
    packet.writeUInt32BE(id, at);
    packet.writeUInt32BE(headLength, at + 4);
    packet.writeUInt32BE(bodyLength, at + 8);
    at += frameHeadBytes + headLength + bodyLength;
  }
  mac.next(packet.subarray(packetHeadBytes)).copy(packet, 4);
  return packet;
}

export type PacketReader = {
  /** Throws an Error for bytes that are no packet of this line: nothing that follows can be believed. */
  feed(bytes: Buffer, count: number): void;
};

export function createPacketReader(
  mac: PacketMac,
  bytesMax: number,
  onRequest: (request: ReceivedRequest) => void,
): PacketReader {
  return createFrameReader({
    headBytes: packetHeadBytes,
    lengthMax: bytesMax,
    lengthAt: (bytes, at) => bytes.readUInt32BE(at),
    onTooLong: () => {
      throw new RangeError('the packet is too long');
    },
    onFrame(bytes, from, to) {
      const frames = bytes.subarray(from + packetHeadBytes, to);
      if (!mac.isNext(frames, bytes.subarray(from + 4, from + packetHeadBytes))) {
        throw new Error('the packet is not signed for this line');
      }
      readFrames(frames, onRequest);
    },
  });
}

function readFrames(frames: Buffer, onRequest: (request: ReceivedRequest) => void): void {
  let at = 0;
  while (at + frameHeadBytes <= frames.length) {
    const head = at + frameHeadBytes;
    const body = head + frames.readUInt32BE(at + 4);
    const end = body + frames.readUInt32BE(at + 8);
    if (end > frames.length) break;
    onRequest({ id: frames.readUInt32BE(at), head: frames.subarray(head, body), body: frames.subarray(body, end) });
    at = end;
  }
  if (at !== frames.length) throw new Error('the packet ends in the middle of a request');
}

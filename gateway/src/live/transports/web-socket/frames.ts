import type { Frame } from '../../engine/carrier.ts';

/** A final, unmasked frame of text (RFC 6455, section 5.2). */
const textFrame = 0x81;
const pongOpcode = 0x8a;
const lengthMax7 = 125;
const lengthMax16 = 0xffff;
const idAfter = '{"id":"'.length;

function headerBytes(length: number): number {
  if (length <= lengthMax7) return 2;
  return length <= lengthMax16 ? 4 : 10;
}

function writeHeader(bytes: Buffer, length: number): void {
  bytes[0] = textFrame;
  if (length <= lengthMax7) bytes[1] = length;
  else if (length <= lengthMax16) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeUIntBE(0, 2, 2);
    bytes.writeUIntBE(length, 4, 6);
  }
}

/** One text message, framed. */
export function textMessage(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = headerBytes(length);
  const bytes = Buffer.allocUnsafe(header + length);
  writeHeader(bytes, length);
  bytes.write(text, header);
  return bytes;
}

/** The answer to a ping: what that carries, at most 125 bytes, once more. */
export function pongFrame(data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([pongOpcode, data.length]), data]);
}

/** A `next` message. `id`: as it stands in JSON, without quotes. */
export function nextFrame(id: string, result: string): Frame {
  const bytes = textMessage(`{"id":"${id}","type":"next","payload":${result}}`);
  const header = bytes[1] === 127 ? 10 : bytes[1] === 126 ? 4 : 2;
  return { bytes, idAt: header + idAfter, id, isHeld: false };
}

/** An id as it stands in JSON, without quotes. */
export function idInJson(id: string): string {
  return JSON.stringify(id).slice(1, -1);
}

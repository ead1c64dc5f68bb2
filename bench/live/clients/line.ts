import { connect, type Socket } from 'node:net';
import { createFrameReader, type FrameSink } from './frame-reader.ts';
import { clientFrame, clientText, handshake } from './frames.ts';

export type Line = {
  send(message: object): void;
  /** Says goodbye. */
  close(): void;
  /** Goes without a word, politely to TCP or not. */
  cut(): void;
  kill(): void;
};

export type LineSink = FrameSink & {
  opened(): void;
  /** Once, however it ended. */
  ended(reason: string): void;
};

const opcodes = { close: 8, ping: 9, pong: 10 };
const headEnd = Buffer.from('\r\n\r\n');
/** One for all sockets of this process: what has come is looked at before the next is read. */
const buffer = Buffer.allocUnsafe(256 * 1024);

/** A WebSocket with next to nothing between the socket and who counts its frames. */
export function openLine(port: number, localAddress: string, sink: LineSink): Line {
  let head: Buffer | undefined = Buffer.alloc(0);
  let reason = 'BROKEN';
  const readFrames = createFrameReader({
    wants: (opcode, length) => opcode > 7 || sink.wants(opcode, length),
    pass: sink.pass,
    read(opcode, payload) {
      if (opcode === opcodes.ping) socket.write(clientFrame(opcodes.pong, payload));
      else if (opcode === opcodes.close) {
        reason = `CLOSED_${payload.length >= 2 ? payload.readUInt16BE(0) : 1005}`;
        socket.end(clientFrame(opcodes.close, payload.subarray(0, 2)));
      } else if (opcode < 8) sink.read(opcode, payload);
    },
  });

  function take(bytes: Buffer, end: number): void {
    if (!head) {
      readFrames(bytes, end);
      return;
    }
    head = Buffer.concat([head, bytes.subarray(0, end)]);
    const stop = head.indexOf(headEnd);
    if (stop < 0) return;
    const answer = head;
    head = undefined;
    if (!answer.toString('latin1', 0, 12).endsWith(' 101')) {
      reason = `REFUSED_${answer.toString('latin1', 9, 12)}`;
      socket.destroy();
      return;
    }
    sink.opened();
    if (answer.length > stop + 4) readFrames(answer.subarray(stop + 4), answer.length - stop - 4);
  }

  const socket: Socket = connect({
    port,
    host: '127.0.0.1',
    localAddress,
    noDelay: true,
    onread: {
      buffer,
      callback(length) {
        take(buffer, length);
        return true;
      },
    },
  });
  socket.on('connect', () => socket.write(handshake(port), 'latin1'));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (reason === 'BROKEN') reason = error.code ?? error.message;
  });
  socket.on('close', () => sink.ended(reason));
  return {
    send: (message) => void socket.write(clientText(JSON.stringify(message))),
    close: () => void socket.end(clientFrame(opcodes.close, Buffer.from([0x03, 0xe8]))),
    cut: () => void socket.destroy(),
    kill: () => void socket.resetAndDestroy(),
  };
}

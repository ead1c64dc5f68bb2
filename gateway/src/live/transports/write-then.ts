import type { Socket } from 'node:net';

const nothing = Buffer.alloc(0);

/** Calls back when the bytes and all before them are with the kernel; never, where the line went first. */
export function writeThen(socket: Socket, bytes: Buffer, onTaken: () => void): void {
  socket.write(bytes, (error) => {
    if (!error) onTaken();
  });
}

/**
 * Calls back when nothing waits any more. Not by 'drain', which is told only to those who had filled the socket's own
 * bound, whatever ours is.
 */
export function onceDrained(socket: Socket, listener: () => void): void {
  writeThen(socket, nothing, listener);
}

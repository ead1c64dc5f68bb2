import { once } from 'node:events';
import { connect } from 'node:net';

export type RawConnection = AsyncDisposable & {
  write(text: string): void;
  /** Reads on until what was read since the last time fits, and gives it. */
  reads(pattern: RegExp): Promise<string>;
};

/** A connection on which HTTP is spoken by hand. */
export async function rawConnection(gatewayUrl: string): Promise<RawConnection> {
  const { hostname, port } = new URL(gatewayUrl);
  const socket = connect(Number(port), hostname);
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  let text = '';
  let wake = () => {};
  socket.on('data', (more) => {
    text += more;
    wake();
  });
  socket.on('close', () => wake());
  await once(socket, 'connect');
  return {
    write: (bytes) => void socket.write(bytes),
    async reads(pattern) {
      while (!pattern.test(text)) {
        if (socket.closed) throw new Error(`the connection has ended: ${text}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const read = text;
      text = '';
      return read;
    },
    async [Symbol.asyncDispose]() {
      socket.destroy();
      if (!socket.closed) await once(socket, 'close');
    },
  };
}

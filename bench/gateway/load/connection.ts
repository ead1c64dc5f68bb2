import { connect, type Socket } from 'node:net';
import { type BodyReader, type Keep, readByChunks, readByLength } from './body-reader.ts';

export type Reply = {
  readonly status: number;
  readonly bytes: number;
  /** The body, when the request asked for it to be kept. */
  readonly body: string | undefined;
};

export type Connection = {
  /** One request at a time; `done` is called once, with the reply or the reason there is none. */
  send(request: string, keep: boolean, done: (reply: Reply | string) => void): void;
  /** The same with bytes made before; pieces of the body go to `keep` as they come, and the reply has none. */
  sendBytes(request: Uint8Array, keep: Keep, done: (reply: Reply | string) => void): void;
  /** Connects, when it is not; settles when that is done or has failed. */
  open(): Promise<void>;
  close(): void;
};

type Pending = {
  readonly done: (reply: Reply | string) => void;
  readonly keep: Keep | undefined;
  readonly pieces: Buffer[] | undefined;
};
type Answering = { readonly status: number; readonly body: BodyReader };

const headEnd = Buffer.from('\r\n\r\n');

/**
 * What all connections of the process read into, one after the other, each done with it when its callback returns: with
 * one of their own, thousands of connections would take a quarter of a gigabyte, none of it in the processor's cache.
 */
const buffer = Buffer.allocUnsafeSlow(128 * 1024);

/**
 * A keep-alive connection that spends as little as it can, since it shares the processor with what it measures: no
 * HTTP library, one buffer, and of most answers nothing is read but the head.
 */
export function openConnection(port: number): Connection {
  let socket: Socket | undefined;
  let pending: Pending | undefined;
  let answering: Answering | undefined;
  let head: Buffer = Buffer.alloc(0);

  const finish = (reply: Reply | string) => {
    const { done } = pending ?? {};
    pending = undefined;
    answering = undefined;
    head = Buffer.alloc(0);
    done?.(reply);
  };
  const complete = ({ status, body }: Answering) =>
    finish({ status, bytes: body.bytes(), body: pending?.pieces && Buffer.concat(pending.pieces).toString() });
  const take = (bytes: Buffer, end: number) => {
    if (answering) {
      if (answering.body.take(bytes, 0, end)) complete(answering);
      return;
    }
    const whole = head.length === 0 ? bytes.subarray(0, end) : Buffer.concat([head, bytes.subarray(0, end)]);
    const stop = whole.indexOf(headEnd);
    if (stop < 0) {
      head = Buffer.from(whole);
      return;
    }
    const begun = beginAnswer(whole.toString('latin1', 0, stop), pending?.keep);
    answering = begun;
    if (begun.body.take(whole, stop + headEnd.length, whole.length)) complete(begun);
  };
  const connectAnew = (): Socket => {
    const opened = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer,
        callback: (length) => {
          take(buffer, length);
          return true;
        },
      },
    });
    let reason = 'the connection was closed';
    opened.on('error', (error) => {
      reason = error.message;
    });
    opened.on('close', () => {
      if (socket === opened) socket = undefined;
      if (pending) finish(reason);
    });
    return opened;
  };
  return {
    send: (request, keep, done) => {
      const pieces: Buffer[] | undefined = keep ? [] : undefined;
      pending = { done, pieces, keep: pieces && ((piece) => void pieces.push(Buffer.from(piece))) };
      socket ??= connectAnew();
      socket.write(request, 'latin1');
    },
    sendBytes: (request, keep, done) => {
      pending = { done, keep, pieces: undefined };
      socket ??= connectAnew();
      socket.write(request);
    },
    open: async () => {
      const opened = socket ?? connectAnew();
      socket = opened;
      if (!opened.connecting) return;
      await new Promise<void>((resolve) => opened.once('connect', resolve).once('close', () => resolve()));
    },
    close: () => socket?.destroy(),
  };
}

function beginAnswer(head: string, keep: Keep | undefined): Answering {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  return {
    status: Number(head.slice(9, 12)),
    body: length === undefined ? readByChunks(keep) : readByLength(Number(length), keep),
  };
}

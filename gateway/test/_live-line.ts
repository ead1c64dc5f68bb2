import { once } from 'node:events';
import { waitFor } from '@lectern/testing';
import { WebSocket } from 'ws';
import type { Place } from './_live-rig.ts';

/** What a message says of its event. */
export type Notes = {
  readonly position?: Place;
  readonly snapshot?: boolean;
  readonly resumed?: boolean;
  readonly ticket?: string;
  readonly skipped?: number;
  readonly stale?: boolean;
};

export type Told = {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of `data` is known only to the test, which asserts it
  readonly data?: any;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: Notes;
};

/** One operation over a line; what it was told so far, in order. */
export type Followed = {
  readonly id: string;
  readonly told: Told[];
  isOver: boolean;
  /** The message at this place, which may still have to come. */
  at(place: number): Promise<Told>;
  leave(): void;
};

export type LiveLine = AsyncDisposable & {
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly isOpen: () => boolean;
  subscribe(payload: object, id?: string): Followed;
  send(message: object): void;
  /** Reads nothing more, so that what is sent piles up. */
  pause(): void;
  resume(): void;
  cut(): void;
  /** WebSocket pings. */
  ping(data?: Buffer): void;
};

/** An admitted WebSocket of which all is noted that comes. */
export async function openLine(gatewayUrl: string, token?: string): Promise<LiveLine> {
  const socket = new WebSocket(`${gatewayUrl.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => undefined);
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  const all = new Map<string, Followed>();
  const ready = Promise.withResolvers<void>();
  socket.on('message', (bytes) => {
    const message = JSON.parse(String(bytes));
    if (message.type === 'connection_ack') ready.resolve();
    const followed = all.get(message.id);
    if (message.type === 'next') followed?.told.push(message.payload);
    if (message.type === 'error') followed?.told.push({ errors: message.payload });
    if (followed && (message.type === 'complete' || message.type === 'error')) followed.isOver = true;
  });
  void closed.then(({ code }) => ready.reject(new Error(`closed: ${code}`)));
  ready.promise.catch(() => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} }));
  await ready.promise;
  const send = (message: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  let ids = 0;
  return {
    closed,
    isOpen: () => socket.readyState === socket.OPEN,
    subscribe(payload, id = `${++ids}`) {
      const told: Told[] = [];
      const followed: Followed = {
        id,
        told,
        isOver: false,
        async at(place) {
          await waitFor(`message ${place} of ${id}`, () => {
            if (told[place]) return true;
            if (socket.readyState === socket.CLOSED) throw new Error('the socket is closed');
            return false;
          });
          return told[place] ?? {};
        },
        leave() {
          if (followed.isOver) return;
          followed.isOver = true;
          all.delete(id);
          send({ id, type: 'complete' });
        },
      };
      all.set(id, followed);
      send({ id, type: 'subscribe', payload });
      return followed;
    },
    send,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    cut: () => socket.terminate(),
    ping: (data) => socket.ping(data),
    async [Symbol.asyncDispose]() {
      socket.terminate();
      await closed;
    },
  };
}

import type { Environment } from '../environment.ts';
import { ownCloseCodes } from './close-codes.ts';
import { elapsedMs, type Moment, momentOf } from './moment.ts';
import { freeOperationId } from './operation-id.ts';
import { createPings } from './pings.ts';
import { parseMessage } from './protocol-message.ts';
import { openWebSocket, type WebSocketClass, type WebSocketLine } from './web-socket.ts';

export type LiveSocketOptions = {
  /** The gateway's address, http or https. */
  readonly url: string;
  readonly webSocket: WebSocketClass;
  readonly environment: Pick<Environment, 'now' | 'date'>;
  readonly authHeaders: () => Promise<Readonly<Record<string, string>>>;
  /** The gateway has accepted the connection. */
  readonly onReady: () => void;
};

export type LiveSink = {
  onResult(result: unknown): void;
  onEnd(end: LiveEnd): void;
};

/** Completed by the server, failed with GraphQL errors, or the socket closed under it (a close code, if there was one). */
export type LiveEnd =
  | { readonly kind: 'COMPLETE' }
  | { readonly kind: 'ERRORS'; readonly errors: readonly unknown[] }
  | { readonly kind: 'CLOSED'; readonly code: number | undefined; readonly heardAt: Moment };

type Operation = { readonly payload: Readonly<Record<string, unknown>>; readonly sink: LiveSink };

/**
 * One WebSocket of the protocol graphql-transport-ws, from its opening to its end; who comes back opens another. Ids
 * are small and used again, so nothing that an old socket still says may reach what runs on a new one.
 */
export type LiveSocket = {
  /** False once it has ended or is about to. */
  isUsable(): boolean;
  subscribe(payload: Readonly<Record<string, unknown>>, sink: LiveSink): () => void;
  /** Renews the connection in place; false when the gateway does not say in time that it has heard. */
  renew(headers: Readonly<Record<string, string>>): Promise<boolean>;
  /** Gives up at once if there is no sign of life within a short time. */
  check(): void;
};

/** In milliseconds. */
const times = {
  /** From the opening to the gateway's word that it is accepted. */
  readyWithin: 10_000,
  /** A line is asked when it has been silent for this long, */
  silence: 10_000,
  /** and given up when it does not answer in this time; */
  pongWithin: 5_000,
  /** sooner, when there is reason to think that it died in the device's sleep. */
  checkWithin: 2_500,
  /** An unused socket is kept for a page that follows. */
  idle: 3_000,
};

/** Opens a socket and speaks the protocol on it. */
export function openLiveSocket(options: LiveSocketOptions): LiveSocket {
  const { environment } = options;
  const operations = new Map<string, Operation>();
  /** Left by us; until the server has said so too, something may still come under these ids. */
  const left = new Set<string>();
  let phase: 'OPENING' | 'READY' | 'ENDED' = 'OPENING';
  let line: WebSocketLine | undefined;
  let heardAt = momentOf(environment);
  let isChecking = false;
  let idling: ReturnType<typeof setTimeout> | undefined;
  let watching = setTimeout(giveUp, times.readyWithin);
  const pings = createPings((message) => send(message));

  function send(message: Readonly<Record<string, unknown>>): void {
    line?.send(JSON.stringify(message));
  }

  async function open(): Promise<void> {
    try {
      // Before the socket, so that the gateway has not to wait for it.
      const headers = await options.authHeaders();
      if (phase === 'ENDED') return;
      line = openWebSocket(options.webSocket, `${options.url.replace(/^http/, 'ws')}/graphql`, {
        onOpen: () => send({ type: 'connection_init', payload: headers }),
        onMessage: hear,
        onClose: end,
      });
    } catch {
      end(undefined);
    }
  }

  function hear(text: string): void {
    heardAt = momentOf(environment);
    const message = parseMessage(text);
    if (message === null) giveUp(ownCloseCodes.badResponse);
    else if (message.type === 'next') operations.get(message.id)?.sink.onResult(message.payload);
    else if (message.type === 'error') finish(message.id, { kind: 'ERRORS', errors: message.payload });
    else if (message.type === 'complete') finish(message.id, { kind: 'COMPLETE' });
    else if (message.type === 'ping') send({ type: 'pong' });
    else if (message.type === 'pong') pings.answered();
    else ready();
  }

  function ready(): void {
    if (phase !== 'OPENING') return;
    phase = 'READY';
    watch(times.silence);
    for (const [id, { payload }] of operations) send({ id, type: 'subscribe', payload });
    idleIfUnused();
    options.onReady();
  }

  function finish(id: string, how: LiveEnd): void {
    const operation = operations.get(id);
    operations.delete(id);
    left.delete(id);
    operation?.sink.onEnd(how);
    idleIfUnused();
  }

  /** Events are signs of life too: only silence is asked after. */
  function watch(afterMs: number): void {
    clearTimeout(watching);
    watching = setTimeout(async () => {
      const silentMs = elapsedMs(heardAt, environment);
      const isAlive = silentMs < times.silence || (await isHeard(times.pongWithin));
      if (phase === 'ENDED') return;
      if (isAlive) watch(Math.max(0, times.silence - elapsedMs(heardAt, environment)));
      else giveUp();
    }, afterMs);
  }

  async function isHeard(withinMs: number): Promise<boolean> {
    const before = heardAt;
    return (await pings.ping(undefined, withinMs)) || heardAt !== before;
  }

  function idleIfUnused(): void {
    clearTimeout(idling);
    if (operations.size === 0 && phase === 'READY') idling = setTimeout(() => giveUp(1000), times.idle);
  }

  function giveUp(code: number = ownCloseCodes.givenUp): void {
    line?.abandon(code);
    end(code);
  }

  function end(code: number | undefined): void {
    if (phase === 'ENDED') return;
    phase = 'ENDED';
    clearTimeout(watching);
    clearTimeout(idling);
    pings.dispose();
    const cut = [...operations.values()];
    operations.clear();
    for (const { sink } of cut) sink.onEnd({ kind: 'CLOSED', code, heardAt });
  }

  void open();
  return {
    isUsable: () => phase !== 'ENDED' && (line === undefined || line.isUsable()),
    subscribe(payload, sink) {
      const id = freeOperationId((taken) => operations.has(taken) || left.has(taken));
      const operation = { payload, sink };
      operations.set(id, operation);
      clearTimeout(idling);
      if (phase === 'READY') send({ id, type: 'subscribe', payload });
      return () => {
        if (operations.get(id) !== operation) return;
        operations.delete(id);
        if (phase === 'READY') {
          left.add(id);
          send({ id, type: 'complete' });
        }
        idleIfUnused();
      };
    },
    renew: (headers) => (phase === 'READY' ? pings.ping(headers, times.pongWithin) : Promise.resolve(false)),
    async check() {
      if (phase !== 'READY' || isChecking) return;
      isChecking = true;
      if (!(await isHeard(times.checkWithin))) giveUp();
      isChecking = false;
    },
  };
}

import { backoffMs } from '../../../client/sdk/src/backoff.ts';
import { documents } from '../subgraph/sdl.ts';
import { type Line, openLine } from './line.ts';
import { codeOf, type Message, type Position, stateIn } from './message.ts';
import type { Ground } from './orders.ts';
import { steadyMs } from './steady-clock.ts';
import { addFault, type Tally } from './tally.ts';

export type Subscriber = {
  readonly isLive: () => boolean;
  /** Events of all connections together. */
  readonly events: () => number;
  open(): void;
  /** The subscription ends, the socket stays. */
  unsubscribe(): void;
  subscribe(): void;
  /** The connection is lost; the client comes back as the SDK does, with its position and ticket. */
  cut(): void;
  leave(how: 'GOODBYE' | 'KILLED'): void;
  /** Gives up on a connection that does not come up. */
  giveUpLate(nowMs: number): void;
};

type Phase = 'AWAY' | 'OPENING' | 'SUBSCRIBING' | 'LIVE' | 'GONE';
export type Who = { readonly number: number; readonly address: string; readonly token: string };

/** Those of `client/sdk/src/live/run-subscription.ts`. */
const retryBounds = { baseMs: 500, maxMs: 30_000 };
/** One event in so many is read; of the others only the length. */
const readOneIn = 100;
/** As in the SDK: from the upgrade to `connection_ack`. What comes before and after has no bound of its own there, thus a wide one. */
const ackWithinMs = 10_000;
const liveWithinMs = 60_000;
/** Shorter than every event: what the protocol says beside them is read always. */
const shortBytes = 160;

export function createSubscriber(ground: Ground, who: Who, tally: Tally): Subscriber {
  const id = ground.field === 'board' ? ground.board : `${who.number}`;
  const variables = { id };
  let phase: Phase = 'AWAY';
  let line: Line | undefined;
  let beganAtMs = 0;
  let upgradedAtMs = Number.POSITIVE_INFINITY;
  let failures = 0;
  let subscriptionId = '';
  let subscriptions = 0;
  let position: Position | undefined;
  let ticket: string | undefined;
  let events = 0;
  /** The last event that was read: its revision, and how many had come by then. */
  let read: { readonly revision: number; readonly events: number } | undefined;
  let hasCaughtUp = false;
  let timer: NodeJS.Timeout | undefined;

  function open(): void {
    if (phase === 'GONE') return;
    phase = 'OPENING';
    beganAtMs = steadyMs();
    upgradedAtMs = Number.POSITIVE_INFINITY;
    subscriptions = 0;
    read = undefined;
    line = openLine(ground.port, who.address, {
      wants: (_opcode, length) =>
        phase !== 'LIVE' || tally.readsAll || length < shortBytes || (events + who.number) % readOneIn === 0,
      pass: () => count(),
      read: (_opcode, payload) => receive(JSON.parse(payload.toString())),
      opened() {
        upgradedAtMs = steadyMs();
        line?.send({ type: 'connection_init', payload: { authorization: `Bearer ${who.token}` } });
      },
      ended,
    });
  }

  function ended(reason: string): void {
    line = undefined;
    if (phase === 'GONE') return;
    if (phase !== 'AWAY') addFault(tally, reason);
    phase = 'AWAY';
    failures += 1;
    timer = setTimeout(open, backoffMs(failures, retryBounds, Math.random));
  }

  function subscribe(): void {
    subscriptions += 1;
    beganAtMs = steadyMs();
    subscriptionId = ground.ids === 'SDK' ? `${subscriptions}` : crypto.randomUUID();
    const resume = position && { ...position, ...(ticket !== undefined && { ticket }) };
    const payload = { query: documents[ground.field], variables, extensions: resume ? { resume } : {} };
    line?.send({ id: subscriptionId, type: 'subscribe', payload });
    if (phase === 'GONE') return;
    phase = 'SUBSCRIBING';
    if (!ground.hasSnapshot) begin();
  }

  function begin(): void {
    phase = 'LIVE';
    failures = 0;
    tally.lastAtMs = steadyMs();
  }

  function count(): void {
    events += 1;
    tally.events += 1;
  }

  function receive(message: Message): void {
    // Of a subscription that was left a moment ago.
    if (message.id !== undefined && message.id !== subscriptionId && ground.hasSnapshot) return;
    if (message.type === 'connection_ack') subscribe();
    else if (message.type === 'ping') line?.send({ type: 'pong' });
    else if (message.type === 'next') next(message);
    else if (message.type !== 'pong') addFault(tally, codeOf(message));
  }

  function next(message: Message): void {
    const { errors, extensions } = message.payload ?? {};
    if (errors) addFault(tally, codeOf(message));
    position = extensions?.position ?? position;
    ticket = extensions?.ticket ?? ticket;
    if (extensions?.resumed) tally.resumed += 1;
    const isFirst = phase === 'SUBSCRIBING';
    if (isFirst) {
      begin();
      if (!extensions?.resumed) tally.snapshots += 1;
    } else count();
    const value = stateIn(message);
    if (!value) return;
    check(value.revision, isFirst || extensions?.snapshot === true);
    if (!isFirst) tally.latencyMs.push(steadyMs() - value.sentAt);
    catchUp(value.revision);
  }

  /** Each event has a revision higher by one, so two that were read tell whether all between them came. */
  function check(revision: number, isBeginning: boolean): void {
    if (read && !isBeginning) {
      if (revision < read.revision) tally.disorder += 1;
      tally.gaps += Math.max(0, revision - read.revision - (events - read.events));
    }
    read = { revision, events };
  }

  function catchUp(revision: number): void {
    if (hasCaughtUp || revision < tally.target) return;
    hasCaughtUp = true;
    tally.caughtUp += 1;
    tally.lastAtMs = steadyMs();
  }

  return {
    isLive: () => phase === 'LIVE',
    events: () => events,
    open,
    subscribe,
    unsubscribe: () => line?.send({ id: subscriptionId, type: 'complete' }),
    cut() {
      hasCaughtUp = false;
      failures = 0;
      phase = 'AWAY';
      line?.cut();
    },
    leave(how) {
      clearTimeout(timer);
      phase = 'GONE';
      if (how === 'KILLED') line?.kill();
      else line?.close();
    },
    giveUpLate(nowMs) {
      if (phase !== 'OPENING' && phase !== 'SUBSCRIBING') return;
      const isLate = phase === 'OPENING' && nowMs - upgradedAtMs > ackWithinMs;
      if (!isLate && nowMs - beganAtMs < liveWithinMs) return;
      addFault(tally, `TIMEOUT_${phase}`);
      phase = 'AWAY';
      line?.kill();
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Viewer } from '@lectern/request-signing';
import type { Clock } from '@lectern/runtime';
import type { Authenticated } from '../../viewer/authenticate.ts';
import { viewerAt } from '../../viewer/viewer-at.ts';
import type { CloseReason } from '../close-codes.ts';
import type { Carrier } from '../engine/carrier.ts';
import { Channel, type ChannelGround, type Output } from '../engine/channel.ts';
import type { Member } from '../engine/member.ts';
import { createCounts } from './counts.ts';
import { createTimingWheel } from './timing-wheel.ts';

export type ChannelBounds = {
  /** Zero allows any number; as for the others. */
  readonly connectionsPerAddressMax: number;
  readonly connectionsPerViewerMax: number;
  /** Subscriptions over all connections of a viewer; those of nobody are counted by address. */
  readonly subscriptionsPerViewerMax: number;
  readonly initTimeoutMs: number;
  readonly pingMs: number;
  /** Bytes that may wait for one client; above, it gets nothing until it has taken them. */
  readonly bufferBytesMax: number;
  /** For so long. */
  readonly slowMs: number;
};

export type ChannelEvents = {
  onOpened(carrier: Carrier): void;
  /**
   * `reason`: of the table of close codes, PROTOCOL where the client broke it, CLIENT where the client went, DONE where
   * all was said.
   */
  onClosed(carrier: Carrier, reason: string): void;
  onSubscribed(): void;
  onUnsubscribed(): void;
};

/** Looks at a credential again that has no end of its own; a reason where it no longer counts. */
export type Recheck = () => Promise<CloseReason | undefined>;

/** All open lines: who they are for, how long, how many. */
export type Channels = Disposable & {
  /** A new line, nobody's yet. Undefined where its address has too many. */
  open(carrier: Carrier, output: Output, address: string): Channel | undefined;
  /** Takes over a credential, a later one too; the line is closed when it ends, or when its viewer has too many. */
  admit(channel: Channel, authenticated: Authenticated, recheck: Recheck): void;
  /** To be called once, when the line has gone. */
  gone(channel: Channel, reason: 'CLIENT' | 'PROTOCOL' | 'DONE'): void;
  /** Counts a subscription until it ends. False where its viewer has too many. */
  takeSubscription(member: Member): boolean;
  /** Closes the lines of one viewer, or those of one session of the viewer. */
  closeOf(userId: string, reason: CloseReason, sessionId?: string): void;
  /** Closes all lines, spread over the time, and resolves when they have gone or it is over. */
  drain(ms: number): Promise<void>;
  /** Bytes that wait for clients who do not take them. */
  buffered(): number;
};

/** Until a credential without an end is looked at again: an API key can be revoked without an event that says so. */
const recheckMsDefault = 60_000;
const tickMs = 250;
const slots = 256;
/** Of the time to drain, for the last ones to go. */
const drainShare = 0.8;

export function createChannels(
  bounds: ChannelBounds,
  events: ChannelEvents,
  clock: Clock,
  recheckMs = recheckMsDefault,
): Channels {
  const all = new Set<Channel>();
  const lagging = new Set<Channel>();
  const byAddress = createCounts(bounds.connectionsPerAddressMax);
  const byViewer = createCounts(bounds.connectionsPerViewerMax);
  const subscriptions = createCounts(bounds.subscriptionsPerViewerMax);
  const wheel = <Item extends object>(onDue: (item: Item) => void) => createTimingWheel({ tickMs, slots, onDue });
  const deadlines = wheel<Channel>((channel) => channel.onDeadline?.());
  const slow = wheel<Channel>((channel) => {
    channel.close('SLOW_CONSUMER');
    // Who takes nothing does not hear the goodbye either.
    channel.carrier.cut(channel);
  });
  const pings = wheel<Channel>((channel) => {
    if (!channel.isAlive) return channel.carrier.cut(channel);
    channel.isAlive = false;
    pings.set(channel, performance.now() + bounds.pingMs);
    channel.carrier.ping(channel);
  });

  /** One for each kind of line, since it would be kept as many times as there are lines. */
  const grounds = new Map<Carrier, ChannelGround>();
  function groundOf(carrier: Carrier): ChannelGround {
    const ground = grounds.get(carrier) ?? {
      carrier,
      bufferBytesMax: bounds.bufferBytesMax,
      onFull(full) {
        lagging.add(full);
        slow.set(full, performance.now() + bounds.slowMs);
      },
      onLeft(member) {
        if (!member.isCounted) return;
        subscriptions.release(ownerOf(member));
        events.onUnsubscribed();
      },
      onRoom(free) {
        lagging.delete(free);
        slow.delete(free);
      },
    };
    grounds.set(carrier, ground);
    return ground;
  }

  function endsAt(channel: Channel, { viewer, expiresAt }: Authenticated, recheck: Recheck): void {
    if (expiresAt !== undefined) {
      channel.onDeadline = () => channel.close('TOKEN_EXPIRED');
      deadlines.set(channel, performance.now() + Math.max(0, expiresAt - clock.now()));
    } else if (viewer.kind === 'USER') {
      channel.onDeadline = () => void lookAgain(channel, recheck);
      deadlines.set(channel, performance.now() + recheckMs);
    } else deadlines.delete(channel);
  }

  async function lookAgain(channel: Channel, recheck: Recheck): Promise<void> {
    const why = await recheck();
    if (why) channel.close(why);
    else if (!channel.isGone) deadlines.set(channel, performance.now() + recheckMs);
  }

  return {
    open(carrier, output, address) {
      if (!byAddress.take(address)) return undefined;
      const channel = new Channel(groundOf(carrier), output, address);
      all.add(channel);
      channel.onDeadline = () => channel.close('INIT_TIMEOUT');
      deadlines.set(channel, performance.now() + bounds.initTimeoutMs);
      // Spread over the time, so that not all who came at once are asked at once.
      pings.set(channel, performance.now() + bounds.pingMs * (0.5 + Math.random() / 2));
      events.onOpened(carrier);
      return channel;
    },
    admit(channel, authenticated, recheck) {
      const before = countedAs(channel.viewer);
      const now = countedAs(authenticated.viewer);
      if (before !== now) {
        if (before !== undefined) byViewer.release(before);
        channel.viewer = { kind: 'ANONYMOUS' };
        if (now !== undefined && !byViewer.take(now)) return channel.close('CONNECTIONS_TOO_MANY');
      }
      channel.viewer = viewerAt(authenticated.viewer, channel.address);
      channel.scopes = authenticated.scopes;
      endsAt(channel, authenticated, recheck);
    },
    gone(channel, reason) {
      if (!all.delete(channel)) return;
      channel.isGone = true;
      channel.isShut = true;
      for (const member of channel.members) member.end();
      byAddress.release(channel.address);
      const viewer = countedAs(channel.viewer);
      if (viewer !== undefined) byViewer.release(viewer);
      for (const timers of [deadlines, pings, slow]) timers.delete(channel);
      lagging.delete(channel);
      events.onClosed(channel.carrier, channel.closedFor ?? reason);
    },
    takeSubscription(member) {
      if (member.isGone || !subscriptions.take(ownerOf(member))) return member.isGone;
      member.isCounted = true;
      events.onSubscribed();
      return true;
    },
    closeOf(userId, reason, sessionId) {
      for (const channel of all) {
        const { viewer } = channel;
        if (viewer.kind !== 'USER' || viewer.id !== userId) continue;
        if (sessionId === undefined || viewer.via === sessionId) channel.close(reason);
      }
    },
    async drain(ms) {
      const startedAt = performance.now();
      const until = startedAt + ms;
      const leaving = [...all];
      for (const [place, channel] of leaving.entries()) {
        const aheadMs = startedAt + (ms * drainShare * place) / leaving.length - performance.now();
        // Short waits add up in one: a timer takes a millisecond at the least.
        if (aheadMs > 2) await pause(aheadMs);
        channel.close('GOING_AWAY');
      }
      while (all.size > 0 && performance.now() < until) await pause(10);
      for (const channel of all) channel.carrier.cut(channel);
    },
    buffered() {
      let bytes = 0;
      for (const channel of lagging) bytes += channel.buffered;
      return bytes;
    },
    [Symbol.dispose]() {
      for (const timers of [deadlines, pings, slow]) timers[Symbol.dispose]();
    },
  };
}

function ownerOf({ channel }: Member): string {
  return countedAs(channel.viewer) ?? channel.address;
}

function countedAs(viewer: Viewer): string | undefined {
  return viewer.kind === 'USER' ? viewer.id : undefined;
}

import type { Environment } from '../environment.ts';
import type { GraphRequest } from '../request/graph-request.ts';
import type { Session } from '../session/session-state.ts';
import type { TokenKeeper } from '../session/token-keeper.ts';
import { createLiveSocket, type LiveSocket } from './live-socket.ts';
import type { LiveHandlers, LiveSubscription } from './live-subscription.ts';
import { type RunningSubscription, runSubscription } from './run-subscription.ts';

export type LiveDeps = {
  readonly url: string;
  readonly environment: Environment;
  readonly authHeaders: () => Promise<Readonly<Record<string, string>>>;
  /** Null where there is no token to renew. */
  readonly tokens: TokenKeeper | null;
  readonly session: Session;
  readonly webSocket: unknown;
  readonly texts: Readonly<Record<string, string>> | undefined;
};

export type Live = {
  subscribe<Data>(request: GraphRequest, handlers: LiveHandlers<Data>): LiveSubscription;
  /** Moves all subscriptions to a new connection, made with a new token; nothing is missed on the way. */
  renew(): void;
  closeAll(): void;
};

/** A new token that is due but cannot be had just now is asked for again after this. */
const overdueMs = 5_000;
/** The longest wait that a timer can be set to; tokens of some sources hold for months. */
const timerMaxMs = 2 ** 31 - 1;

function renewalMs(untilRenewalMs: number): number {
  return untilRenewalMs === 0 ? overdueMs : Math.min(untilRenewalMs, timerMaxMs);
}

/** All live updates of one client, over one socket at a time. */
export function createLive(deps: LiveDeps): Live {
  const running = new Set<RunningSubscription>();
  let socket: LiveSocket | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;

  function openSocket(): LiveSocket {
    return createLiveSocket({
      ...deps,
      onConnected() {
        clearTimeout(renewal);
        const ms = deps.tokens?.msUntilRenewal() ?? null;
        if (ms !== null) renewal = setTimeout(renew, renewalMs(ms));
      },
    });
  }

  function renew(): void {
    clearTimeout(renewal);
    if (running.size === 0) {
      socket = undefined;
      return;
    }
    const next = openSocket();
    socket = next;
    for (const subscription of running) subscription.moveTo(next);
  }

  return {
    subscribe(request, handlers) {
      socket ??= openSocket();
      const subscription = runSubscription({
        ...deps,
        socket,
        request,
        handlers,
        onClosed() {
          running.delete(subscription);
          if (running.size === 0) clearTimeout(renewal);
        },
      });
      running.add(subscription);
      return subscription;
    },
    renew,
    closeAll() {
      clearTimeout(renewal);
      for (const subscription of [...running]) subscription.close();
      socket = undefined;
    },
  };
}

import type { Environment } from '../environment.ts';
import type { GraphRequest } from '../request/graph-request.ts';
import type { TokenKeeper } from '../session/token-keeper.ts';
import { type LiveSocket, openLiveSocket } from './live-socket.ts';
import type { LiveHandlers, LiveSubscription } from './live-subscription.ts';
import { createRenewal } from './renewal.ts';
import { type RunningSubscription, runSubscription } from './run-subscription.ts';
import { onWake } from './wake.ts';
import { webSocketClass } from './web-socket.ts';

export type LiveDeps = {
  readonly url: string;
  readonly environment: Environment;
  readonly authHeaders: () => Promise<Readonly<Record<string, string>>>;
  /** Null where there is no token to renew. */
  readonly tokens: TokenKeeper | null;
  readonly webSocket: unknown;
  readonly texts: Readonly<Record<string, string>> | undefined;
};

export type Live = {
  subscribe<Data>(request: GraphRequest, handlers: LiveHandlers<Data>): LiveSubscription;
  /** Moves all subscriptions to a new connection: somebody else has signed in. */
  startAnew(): void;
  closeAll(): void;
};

/** All live updates of one client, over one socket at a time. */
export function createLive(deps: LiveDeps): Live {
  const running = new Set<RunningSubscription>();
  let socket: LiveSocket | undefined;
  let stopListening: (() => void) | undefined;
  const renewal = createRenewal({
    ...deps,
    socket: () => (socket?.isUsable() ? socket : undefined),
    move: (viewer) => moveAll(viewer),
  });

  function hurryAll(): void {
    for (const subscription of [...running]) subscription.hurry();
  }

  function line(): LiveSocket {
    if (socket?.isUsable()) return socket;
    const opened = openLiveSocket({
      ...deps,
      webSocket: webSocketClass(deps.webSocket),
      onReady() {
        if (opened !== socket) return;
        renewal.schedule();
        // The others that the former socket carried need not wait for their own turn.
        hurryAll();
      },
    });
    socket = opened;
    return opened;
  }

  function moveAll(viewer: 'SAME_VIEWER' | 'ANOTHER_VIEWER'): void {
    socket = undefined;
    for (const subscription of [...running]) subscription.move(viewer);
  }

  function wake(): void {
    void socket?.check();
    hurryAll();
  }

  function removed(subscription: RunningSubscription): void {
    running.delete(subscription);
    if (running.size > 0) return;
    renewal.stop();
    stopListening?.();
    stopListening = undefined;
  }

  return {
    subscribe(request, handlers) {
      const subscription = runSubscription({
        ...deps,
        line,
        request,
        handlers,
        onClosed: () => removed(subscription),
      });
      running.add(subscription);
      stopListening ??= onWake(deps.environment, wake);
      return subscription;
    },
    startAnew: () => moveAll('ANOTHER_VIEWER'),
    closeAll() {
      for (const subscription of [...running]) subscription.close();
      socket = undefined;
    },
  };
}

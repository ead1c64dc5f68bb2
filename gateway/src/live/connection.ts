import { anonymous, type Viewer } from '@lectern/request-signing';
import type { Clock } from '@lectern/runtime';
import type { Authenticated } from '../viewer/authenticate.ts';
import { viewerAt } from '../viewer/viewer-at.ts';
import { type CloseReason, closeCodes } from './close-codes.ts';

/** The part of a WebSocket that a connection needs. */
export type Closable = { close(code: number, reason: string): void };

/** One client's socket: who it is for, and until when. */
export type Connection = {
  readonly address: string;
  viewer(): Viewer;
  /** What the credential allows by name. */
  scopes(): readonly string[];
  /**
   * Takes over a credential; the socket is closed when it ends. One that has no end of its own is looked at again
   * every minute: `recheck` says why it no longer counts, undefined while it does.
   */
  admit(authenticated: Authenticated, recheck: () => Promise<CloseReason | undefined>): void;
  close(reason: CloseReason): void;
  /** Why we closed it; undefined while open, or when the client did. */
  closedFor(): CloseReason | undefined;
  /** Called once, when the socket has gone. */
  gone(): void;
};

/** All open connections, by viewer. */
export type Connections = {
  open(socket: Closable, address: string): Connection;
  /** Closes the sockets of one viewer, or those of one session of the viewer. */
  closeOf(userId: string, reason: CloseReason, sessionId?: string): void;
  closeAll(reason: CloseReason): void;
};

/** setTimeout takes no more. */
const timerMaxMs = 2_147_483_647;

/** An API key can be revoked or expire without an event that says so. */
const recheckMs = 60_000;

export function createConnections(clock: Clock, everyMs = recheckMs): Connections {
  const all = new Set<Connection>();
  return {
    open(socket, address) {
      const connection = openConnection(socket, address, clock, everyMs, () => all.delete(connection));
      all.add(connection);
      return connection;
    },
    closeOf(userId, reason, sessionId) {
      for (const connection of all) {
        const viewer = connection.viewer();
        if (viewer.kind !== 'USER' || viewer.id !== userId) continue;
        if (sessionId === undefined || viewer.via === sessionId) connection.close(reason);
      }
    },
    closeAll(reason) {
      for (const connection of all) connection.close(reason);
    },
  };
}

function openConnection(
  socket: Closable,
  address: string,
  clock: Clock,
  everyMs: number,
  forget: () => void,
): Connection {
  let viewer: Viewer = anonymous;
  let scopes: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let reason: CloseReason | undefined;

  function close(why: CloseReason): void {
    if (reason) return;
    reason = why;
    socket.close(closeCodes[why].code, why);
  }

  async function closeUnlessGood(recheck: () => Promise<CloseReason | undefined>): Promise<void> {
    const why = await recheck();
    if (why) close(why);
  }

  return {
    address,
    viewer: () => viewer,
    scopes: () => scopes,
    admit(authenticated, recheck) {
      viewer = viewerAt(authenticated.viewer, address);
      scopes = authenticated.scopes;
      clearTimeout(timer);
      if (authenticated.expiresAt === undefined) {
        if (viewer.kind === 'USER') timer = setInterval(() => void closeUnlessGood(recheck), everyMs).unref();
        return;
      }
      const leftMs = Math.min(Math.max(0, authenticated.expiresAt - clock.now()), timerMaxMs);
      timer = setTimeout(() => close('TOKEN_EXPIRED'), leftMs);
      timer.unref();
    },
    close,
    closedFor: () => reason,
    gone() {
      clearTimeout(timer);
      forget();
    },
  };
}

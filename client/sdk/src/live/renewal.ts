import type { TokenKeeper } from '../session/token-keeper.ts';
import type { LiveSocket } from './live-socket.ts';

export type RenewalDeps = {
  readonly tokens: TokenKeeper | null;
  readonly authHeaders: () => Promise<Readonly<Record<string, string>>>;
  /** The socket in use, if there is one. */
  readonly socket: () => LiveSocket | undefined;
  readonly move: (viewer: 'SAME_VIEWER' | 'ANOTHER_VIEWER') => void;
};

export type Renewal = {
  /** Sets the time for the token that is in use now. */
  schedule(): void;
  stop(): void;
};

/** A new token that is due but cannot be had just now is asked for again after this. */
const overdueMs = 5_000;
/** Timers may go off a moment early, and would find the old token still good. */
const afterDueMs = 20;
/** The longest wait that a timer can be set to; tokens of some sources hold for months. */
const timerMaxMs = 2 ** 31 - 1;

/**
 * Gives the open socket a new token before the old one ends. A gateway that does not say that it has heard, and one
 * whose viewer has gone, is left for a new socket; nothing is missed on the way.
 */
export function createRenewal(deps: RenewalDeps): Renewal {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function again(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), Math.min(ms, timerMaxMs));
  }

  function schedule(): void {
    clearTimeout(timer);
    const ms = deps.tokens?.msUntilRenewal() ?? null;
    if (ms !== null) again(ms === 0 ? overdueMs : ms + afterDueMs);
  }

  async function renew(): Promise<void> {
    const socket = deps.socket();
    if (!socket) return;
    const headers = await deps.authHeaders().catch(() => null);
    // Whatever socket has come meanwhile was opened with a token of its own.
    if (socket !== deps.socket()) return;
    if (headers === null) {
      again(overdueMs);
    } else if (headers.authorization === undefined) {
      deps.move('ANOTHER_VIEWER');
    } else {
      const isRenewed = await socket.renew(headers);
      if (socket !== deps.socket()) return;
      if (isRenewed) schedule();
      else deps.move('SAME_VIEWER');
    }
  }

  return { schedule, stop: () => clearTimeout(timer) };
}

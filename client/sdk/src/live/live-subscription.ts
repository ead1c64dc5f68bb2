import type { LecternRequestError } from '../errors.ts';

/**
 * CONNECTING: nothing has come yet. LIVE: what was shown last is the present. STALE: the connection is lost and being
 * made anew, or changes do not reach the gateway; what was shown last may be out of date. CLOSED: it has ended, by the
 * app or for good.
 */
export type LiveState = 'CONNECTING' | 'LIVE' | 'STALE' | 'CLOSED';

/** What is known about an event, for apps whose events are not whole states. */
export type LiveEventInfo = {
  /** It is the present state, and not the event that follows the one before: at first, and after a long loss. */
  readonly isSnapshot: boolean;
  /** So many events before this one were left out because they came faster than this client read. */
  readonly skippedCount: number;
};

export type LiveHandlers<Data> = {
  /**
   * The present state first, then every change, none twice. After a reconnection the changes that were missed, or
   * the present state if it took long.
   */
  readonly onEvent: (data: Data, info: LiveEventInfo) => void;
  /** Each change of state; CLOSED comes with the error when it was not the app that closed. */
  readonly onState?: (state: LiveState, error?: LecternRequestError) => void;
};

export type LiveSubscription = {
  state(): LiveState;
  /**
   * When what was shown last was certainly the present, in milliseconds by the device's calendar: now while it is
   * LIVE; null before anything has come.
   */
  upToDateAt(): number | null;
  /** Whether it is STALE for the connection's sake, and not because changes do not reach the gateway. */
  isLineLost(): boolean;
  /** Ends it; nothing is called afterwards. Closing twice does nothing. */
  close(): void;
};

import type { LecternRequestError } from '../errors.ts';

/**
 * CONNECTING: nothing has come yet. LIVE: what was shown last is the present. STALE: the connection is lost and being
 * made anew; what was shown last may be out of date. CLOSED: it has ended, by the app or for good.
 */
export type LiveState = 'CONNECTING' | 'LIVE' | 'STALE' | 'CLOSED';

export type LiveHandlers<Data> = {
  /** The present state first, then every change; again the present state after a reconnection. */
  readonly onEvent: (data: Data) => void;
  /** Each change of state; CLOSED comes with the error when it was not the app that closed. */
  readonly onState?: (state: LiveState, error?: LecternRequestError) => void;
};

export type LiveSubscription = {
  state(): LiveState;
  /** Ends it; nothing is called afterwards. Closing twice does nothing. */
  close(): void;
};

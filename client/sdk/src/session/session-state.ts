import { tell } from '../tell.ts';

/** UNKNOWN until the server has been asked for the first time. */
export type SessionState = 'UNKNOWN' | 'SIGNED_IN' | 'SIGNED_OUT';

export type Session = {
  state(): SessionState;
  /** Asks the server if the state is UNKNOWN; afterwards answers from memory. */
  check(): Promise<SessionState>;
  /** Called after every change of the state; gives back how to stop. */
  subscribe(listener: () => void): () => void;
};

export type SessionStateHolder = Session & { set(state: SessionState): void };

export function createSessionState(check: () => Promise<void>): SessionStateHolder {
  const listeners = new Set<() => void>();
  let current: SessionState = 'UNKNOWN';
  return {
    state: () => current,
    async check() {
      if (current === 'UNKNOWN') await check();
      return current;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(state) {
      if (state === current) return;
      current = state;
      tell(listeners);
    },
  };
}

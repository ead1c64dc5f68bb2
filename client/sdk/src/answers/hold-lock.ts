import { readGlobal } from '../environment.ts';
import { isRecord } from '../request/graph-response.ts';

/**
 * Waits for the site-wide lock of this name and holds it; `onHeld` is called when it is ours, at once where there are
 * no Web Locks. The answer gives it back: the next tab in line is told.
 */
export function holdLock(name: string, onHeld: () => void): () => void {
  const locks = readLocks();
  if (!locks) {
    onHeld();
    return () => {};
  }
  const waiting = new AbortController();
  let isReleased = false;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  locks
    .request(name, { signal: waiting.signal }, () => {
      // Given up in the moment it became ours.
      if (!isReleased) onHeld();
      return held;
    })
    // Given up before it was ours.
    .catch(() => undefined);
  return () => {
    isReleased = true;
    release();
    waiting.abort();
  };
}

type Locks = {
  request(name: string, options: { readonly signal: AbortSignal }, held: () => Promise<void>): Promise<void>;
};

function readLocks(): Locks | undefined {
  const navigator = readGlobal('navigator');
  const locks = isRecord(navigator) ? navigator.locks : undefined;
  return isLocks(locks) ? locks : undefined;
}

function isLocks(value: unknown): value is Locks {
  return isRecord(value) && typeof value.request === 'function';
}

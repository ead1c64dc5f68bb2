import type { LiveState } from '@lectern/sdk';
import { useEffect, useState } from 'react';

/** A line that is back sooner than this was never worth a word. */
const shortMs = 1_500;

/** The state of a line as people are told it: a break that is over in a moment is not told at all. */
export function useSettled(state: LiveState): LiveState {
  const [settled, setSettled] = useState(state);
  useEffect(() => {
    if (state !== 'STALE') {
      setSettled(state);
      return undefined;
    }
    const timer = setTimeout(() => setSettled(state), shortMs);
    return () => clearTimeout(timer);
  }, [state]);
  // Good news are told at once, without a render between.
  return state === 'STALE' ? settled : state;
}

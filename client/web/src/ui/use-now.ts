import { useEffect, useState } from 'react';

/** The device's time in milliseconds, anew every interval. For words like "in 3 hours", never for a deadline. */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}

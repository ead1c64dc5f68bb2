import { useCallback, useEffect, useRef, useState } from 'react';

/** What is being typed: put away when the typing pauses, when the input is left, and when it disappears. */
export function useDraft<Value>(stored: Value, onSettled: (value: Value) => void, quietMs = 500) {
  const [value, setValue] = useState(stored);
  const pending = useRef<{ readonly value: Value } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const settled = useRef(onSettled);
  useEffect(() => {
    settled.current = onSettled;
  });
  const settle = useCallback(() => {
    clearTimeout(timer.current);
    const waiting = pending.current;
    pending.current = null;
    if (waiting) settled.current(waiting.value);
  }, []);
  const change = useCallback(
    (next: Value) => {
      setValue(next);
      pending.current = { value: next };
      clearTimeout(timer.current);
      timer.current = setTimeout(settle, quietMs);
    },
    [settle, quietMs],
  );
  useEffect(() => {
    addEventListener('pagehide', settle);
    return () => {
      removeEventListener('pagehide', settle);
      settle();
    };
  }, [settle]);
  return { value, change, settle };
}

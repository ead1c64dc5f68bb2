import type { AttemptRoom } from '@lectern/sdk';
import { useEffect } from 'react';

/** Notes what proctors may want to weigh: the window left and come back to, full screen left, a text pasted. */
export function useIncidents(room: AttemptRoom | null, isActive: boolean): void {
  useEffect(() => {
    if (!room || !isActive) return undefined;
    let isAway = false;
    const look = () => {
      const isGone = document.hidden || !document.hasFocus();
      if (isGone === isAway) return;
      isAway = isGone;
      room.note(isGone ? 'FOCUS_LOST' : 'FOCUS_REGAINED');
    };
    // The focus passes through nothing on its way from one element to another window; only where it ends counts.
    const lookSoon = () => setTimeout(look, 0);
    const screen = () => {
      if (document.fullscreenElement === null) room.note('FULLSCREEN_LEFT');
    };
    const paste = () => room.note('PASTED');
    const noted = [
      [window, 'blur', lookSoon],
      [window, 'focus', lookSoon],
      [document, 'visibilitychange', look],
      [document, 'fullscreenchange', screen],
      [document, 'paste', paste],
    ] as const;
    for (const [target, type, listener] of noted) target.addEventListener(type, listener);
    return () => {
      for (const [target, type, listener] of noted) target.removeEventListener(type, listener);
    };
  }, [room, isActive]);
}

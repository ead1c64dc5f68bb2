import { useEffect } from 'react';

export interface RoomKeys {
  readonly isActive: boolean;
  readonly onNext: () => void;
  readonly onPrevious: () => void;
  readonly onFlag: () => void;
}

/** Alt+N, Alt+P and Alt+M: with a modifier, so that nothing is triggered while writing an answer. */
export function useRoomKeys({ isActive, onNext, onPrevious, onFlag }: RoomKeys): void {
  useEffect(() => {
    if (!isActive) return undefined;
    const commands: Readonly<Record<string, () => void>> = { KeyN: onNext, KeyP: onPrevious, KeyM: onFlag };
    const pressed = (event: KeyboardEvent) => {
      const command = commands[event.code];
      if (!command || !event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      command();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [isActive, onNext, onPrevious, onFlag]);
}

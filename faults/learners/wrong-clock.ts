/** Sets the clock of this process wrong, for everything that asks `Date`. Returns the right one. */
export function shiftClock(offsetMs: number): () => number {
  const rightNow = Date.now.bind(Date);
  if (offsetMs === 0) return rightNow;
  const RightDate = Date;
  class WrongDate extends RightDate {
    constructor(...parts: [] | [value: string | number | Date]) {
      if (parts.length === 0) super(rightNow() + offsetMs);
      else super(parts[0]);
    }
    static override now(): number {
      return rightNow() + offsetMs;
    }
  }
  Reflect.set(globalThis, 'Date', WrongDate);
  return rightNow;
}

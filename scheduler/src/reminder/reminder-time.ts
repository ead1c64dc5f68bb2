/** A reminder goes out this long before an exam opens. */
export const leadMs = 24 * 3_600_000;

/** When the reminders of an exam begin; at once for one that opens within a day. null: it has opened, it is too late. */
export function remindAt(opensAt: Date, now: Date): Date | null {
  if (opensAt <= now) return null;
  return new Date(Math.max(opensAt.getTime() - leadMs, now.getTime()));
}

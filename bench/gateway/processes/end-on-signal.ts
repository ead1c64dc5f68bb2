/** Ctrl-C ends this process in order, and with it, at its exit, all it has started; see `child.ts`. */
export function endOnSignal(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

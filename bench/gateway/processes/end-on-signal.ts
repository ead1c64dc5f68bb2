/**
 * Ctrl-C ends this process in order, and with it, at its exit, all it has started; see `child.ts`. The listeners stay: npm
 * passes a signal on that the whole group has had already, and a second one must not end the process amid its own end.
 */
export function endOnSignal(): void {
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
}

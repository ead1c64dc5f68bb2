import { livingChildren } from './child.ts';

/** Ctrl-C ends every process that was started here, then this one. */
export function endOnSignal(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      for (const child of livingChildren) child.kill('SIGKILL');
      process.exit(code);
    });
  }
}

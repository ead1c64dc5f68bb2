/** Sends the signal; a process that is gone already is none the worse for it. */
export function endProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: nothing to end.
  }
}

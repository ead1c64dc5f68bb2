import { readGlobal } from './environment.ts';

/**
 * Calls listeners of the app one after another. What one of them throws is the app's own error: it surfaces like any
 * uncaught one, and keeps neither the other listeners nor the SDK from going on.
 */
export function tell(listeners: Iterable<() => void>): void {
  for (const listener of [...listeners]) {
    try {
      listener();
    } catch (error) {
      report(error);
    }
  }
}

function report(error: unknown): void {
  const reportError = readGlobal('reportError');
  if (typeof reportError === 'function') reportError(error);
  else void Promise.reject(error);
}

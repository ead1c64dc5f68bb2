import { clientError } from '../errors.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * One HTTP exchange, its body read, within a time limit. Failures are NETWORK_UNREACHABLE and REQUEST_TIMED_OUT;
 * when the caller's signal gave up, its own reason. (React Native lacks AbortSignal.any, .timeout and .throwIfAborted.)
 */
export async function exchange(
  fetch: Fetch,
  url: string,
  init: RequestInit & { readonly timeoutMs: number },
): Promise<{ readonly response: Response; readonly text: string }> {
  const { timeoutMs, signal, ...rest } = init;
  refuseAborted(signal);
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    controller.abort();
  }, timeoutMs);
  signal?.addEventListener('abort', giveUp);
  try {
    const response = await fetch(url, { ...rest, signal: controller.signal });
    return { response, text: await response.text() };
  } catch (cause) {
    refuseAborted(signal);
    throw clientError(isTimedOut ? 'REQUEST_TIMED_OUT' : 'NETWORK_UNREACHABLE', { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

function refuseAborted(signal: AbortSignal | null | undefined): void {
  if (signal?.aborted) throw signal.reason ?? new Error('The request was given up.');
}

/** The body as JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Bounds of one reading. */
export type ReadingBounds = {
  readonly timeoutMs: number;
  readonly bytesMax: number;
};

export const defaultReadingBounds: ReadingBounds = { timeoutMs: 10_000, bytesMax: 64 * 1_048_576 };

export type Fetched = { readonly status: number; readonly headers: Headers; readonly text: string };

/** One request, its body as text. Rejects with an Error that says what went wrong; any status but 5xx and 4xx is fine. */
export async function fetchText(
  url: string,
  init: Pick<RequestInit, 'method' | 'headers' | 'body'>,
  { timeoutMs, bytesMax }: ReadingBounds,
  signal: AbortSignal,
): Promise<Fetched> {
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(url, { ...init, signal: bounded });
    if (response.status >= 400) {
      await response.body?.cancel();
      throw new Error(`status ${response.status}`);
    }
    return { status: response.status, headers: response.headers, text: await readBounded(response, bytesMax) };
  } catch (cause) {
    throw new Error(`${url} cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

async function readBounded(response: Response, bytesMax: number): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) throw new Error(`it has more than ${bytesMax} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** `fetch` says nothing itself, but what it was caused by does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

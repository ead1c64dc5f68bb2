import type { SubgraphText } from '../../plan/planning-messages.ts';
import { defaultReadingBounds, fetchText, type ReadingBounds } from './fetch-text.ts';
import { createPolledText, type PollOptions } from './polled-text.ts';
import type { SupergraphText } from './supergraph-text.ts';

export type ComposeOptions = Pick<PollOptions, 'pollMs' | 'firstMsMax'> & {
  /** Addresses of their GraphQL endpoints. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Rejects with an Error that says why they do not fit together. */
  readonly compose: (subgraphs: readonly SubgraphText[]) => Promise<string>;
  /** Further headers of the question to one subgraph, such as its signature. */
  readonly headersFor?: (
    subgraph: { readonly name: string; readonly url: string },
    body: string,
  ) => Record<string, string>;
};

const question = JSON.stringify({ query: '{ _service { sdl } }' });

/** A supergraph composed of what running subgraphs say of themselves. */
export function createComposedText(
  options: ComposeOptions,
  bounds: ReadingBounds = defaultReadingBounds,
): SupergraphText {
  let last: string | undefined;
  let refused: { readonly all: string; readonly reason: unknown } | undefined;

  async function ask(subgraph: { readonly name: string; readonly url: string }, signal: AbortSignal) {
    const headers = new Headers(options.headersFor?.(subgraph, question));
    headers.set('content-type', 'application/json');
    headers.set('accept', 'application/json');
    const { text } = await fetchText(subgraph.url, { method: 'POST', headers, body: question }, bounds, signal);
    return { ...subgraph, sdl: readSdl(subgraph.name, text) };
  }

  return createPolledText({
    pollMs: options.pollMs,
    ...(options.firstMsMax !== undefined && { firstMsMax: options.firstMsMax }),
    // Whoever develops a schema does not want to wait for the next try.
    pauseMsMax: options.pollMs,
    place: `subgraphs ${options.subgraphs.map(({ name }) => name).join(', ')}`,
    async read(signal) {
      const subgraphs = await Promise.all(options.subgraphs.map((subgraph) => ask(subgraph, signal)));
      const all = JSON.stringify(subgraphs);
      if (all === last) return undefined;
      if (all === refused?.all) throw refused.reason;
      try {
        const sdl = await options.compose(subgraphs);
        last = all;
        return sdl;
      } catch (reason) {
        refused = { all, reason };
        throw reason;
      }
    },
  });
}

function readSdl(name: string, text: string): string {
  let answer: { data?: { _service?: { sdl?: unknown } | null } | null } | null;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw new Error(`the subgraph ${name} answers no JSON`, { cause });
  }
  const sdl = answer?.data?._service?.sdl;
  if (typeof sdl !== 'string') throw new Error(`the subgraph ${name} does not tell its schema`);
  return sdl;
}

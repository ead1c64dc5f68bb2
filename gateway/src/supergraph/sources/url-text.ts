import { defaultReadingBounds, fetchText, type ReadingBounds } from './fetch-text.ts';
import { createPolledText, type PollOptions } from './polled-text.ts';
import type { SupergraphText } from './supergraph-text.ts';

/** A supergraph behind an address, asked for again with the ETag of the last answer. */
export function createUrlText(
  url: string,
  poll: Pick<PollOptions, 'pollMs' | 'firstMsMax'>,
  bounds: ReadingBounds = defaultReadingBounds,
): SupergraphText {
  let etag: string | null = null;
  return createPolledText({
    ...poll,
    place: url,
    async read(signal) {
      const headers: Record<string, string> = { accept: 'application/graphql, text/plain, */*' };
      if (etag !== null) headers['if-none-match'] = etag;
      const answer = await fetchText(url, { headers }, bounds, signal);
      if (answer.status === 304) return undefined;
      etag = answer.headers.get('etag');
      return answer.text;
    },
  });
}

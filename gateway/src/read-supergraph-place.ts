import type { EnvReader } from '@lectern/runtime';
import { supergraphPath } from '@lectern/schema';
import type { SupergraphPlace } from './supergraph/sources/create-text.ts';

/** Stands where a path would, and means: composed of the running subgraphs. */
const composed = 'compose:';

/** Reads `GATEWAY_SUPERGRAPH`: a path, an http URL, or `compose:`; `urls` are the subgraphs' base URLs by name. */
export function readSupergraphPlace(
  reader: EnvReader,
  isProduction: boolean,
  urls: Readonly<Record<string, string>>,
): SupergraphPlace {
  const place = reader.string('GATEWAY_SUPERGRAPH', { default: supergraphPath });
  const isWatched = reader.boolean('GATEWAY_SUPERGRAPH_WATCH', { default: !isProduction });
  const pollMs = reader.integer('GATEWAY_SUPERGRAPH_POLL_MS', { default: 10_000, min: 0 });
  if (place === composed) {
    if (Object.keys(urls).length === 0)
      reader.problem('GATEWAY_SUPERGRAPH', 'is compose:, but GATEWAY_SUBGRAPH_URLS names nothing');
    return {
      kind: 'SUBGRAPHS',
      subgraphs: Object.entries(urls).map(([name, url]) => ({ name, url: new URL('/graphql', url).href })),
      pollMs,
    };
  }
  if (!/^https?:\/\//.test(place)) return { kind: 'FILE', path: place, isWatched };
  if (!URL.canParse(place)) reader.problem('GATEWAY_SUPERGRAPH', 'is neither a path, a URL, nor compose:');
  return { kind: 'URL', url: place, pollMs };
}

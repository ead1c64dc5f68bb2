import { anonymous, type RequestSigner, signatureHeader } from '@lectern/request-signing';
import type { Planning } from '../../plan/planning.ts';
import { createComposedText } from './composed-text.ts';
import { createFileText } from './file-text.ts';
import type { SupergraphText } from './supergraph-text.ts';
import { createUrlText } from './url-text.ts';

/** Where the supergraph is to be had; `subgraphs` are the GraphQL endpoints to compose it of. */
export type SupergraphPlace =
  | { readonly kind: 'FILE'; readonly path: string; readonly isWatched: boolean }
  | { readonly kind: 'URL'; readonly url: string; readonly pollMs: number }
  | {
      readonly kind: 'SUBGRAPHS';
      readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
      readonly pollMs: number;
    };

/** `sign` proves to subgraphs who asks; without it they are asked unsigned. */
export function createSupergraphText(
  place: SupergraphPlace,
  { planning, sign }: { readonly planning: Pick<Planning, 'compose'>; readonly sign?: RequestSigner | undefined },
): SupergraphText {
  if (place.kind === 'FILE') return createFileText(place.path, place.isWatched);
  if (place.kind === 'URL') return createUrlText(place.url, place);
  return createComposedText({
    ...place,
    compose: planning.compose,
    ...(sign && {
      headersFor: ({ name, url }, body) => {
        const { pathname, search } = new URL(url);
        const path = `${pathname}${search}`;
        return { [signatureHeader]: sign({ audience: name, method: 'POST', path, body, viewer: anonymous }) };
      },
    }),
  });
}

import type { Door } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { illustrationErrors } from './illustration.errors.ts';
import { findIllustrationFile } from './illustration.queries.ts';
import { type IllustrationLinks, illustrationPath } from './illustration-links.ts';

export type IllustrationRouteDeps = {
  /** Gives a fork to read with. */
  readonly em: () => EntityManager;
  readonly links: IllustrationLinks;
};

/** `GET /files/illustrations/<token>`: the picture, for the viewer the address was made for. */
export function registerIllustrationRoute(
  app: FastifyInstance,
  door: Door,
  { em, links }: IllustrationRouteDeps,
): void {
  // A wildcard, as the router takes no parameter of more than 100 characters.
  app.get<{ Params: { '*': string } }>(`${illustrationPath}*`, async (request, reply) => {
    const { viewer } = door.verify(request, 'stream');
    const id = links.read(request.params['*'], viewer.kind === 'USER' ? viewer.id : undefined);
    const file = await findIllustrationFile(em(), id);
    if (!file) throw illustrationErrors.make('ILLUSTRATION_LINK_REFUSED');
    reply.headers({
      'content-type': file.mediaType,
      'content-disposition': 'inline',
      // What is at an address never changes; for the viewer's browser alone.
      'cache-control': 'private, max-age=86400, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    });
    return reply.send(file.bytes);
  });
}

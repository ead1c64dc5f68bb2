import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { askingOnce } from '../access/course-door.ts';
import type { RequestDeps, ServiceDeps } from '../deps.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/**
 * What one request has. The fork and its loaders are made when they are first asked for: saving an answer asks for
 * neither, and making both costs as much as executing it.
 */
export function createRequestDeps(deps: ServiceDeps, fork: () => EntityManager, viewer: Viewer): RequestDeps {
  let em: EntityManager | undefined;
  let loaders: Loaders | undefined;
  const request: RequestDeps = {
    ...deps,
    course: askingOnce(deps.course),
    viewer,
    get em() {
      em ??= fork();
      return em;
    },
    get loaders() {
      loaders ??= createLoaders(deps.readers, () => request.em, viewer);
      return loaders;
    },
  };
  return request;
}

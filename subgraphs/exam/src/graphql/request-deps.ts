import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { askingOnce } from '../access/course-door.ts';
import type { RequestDeps, ServiceDeps } from '../deps.ts';
import { createLoaders } from './loaders.ts';

/**
 * Gives each request what it has. The service's part is inherited and not copied, and fork, loaders and door are made
 * when they are first asked for: saving an answer asks for none of them, and all that cost more than reading it.
 */
export function requestDepsOf(deps: ServiceDeps, fork: () => EntityManager): (viewer: Viewer) => RequestDeps {
  const shared: object = Object.create(deps, {
    em: lazy('em', fork),
    loaders: lazy('loaders', (request) => createLoaders(deps.readers, () => request.em, request.viewer)),
    course: lazy('course', () => askingOnce(deps.course)),
  });
  return (viewer) => {
    const request: RequestDeps = Object.create(shared);
    return Object.assign(request, { viewer });
  };
}

function lazy<Name extends keyof RequestDeps>(
  name: Name,
  make: (request: RequestDeps) => RequestDeps[Name],
): PropertyDescriptor {
  return {
    get(this: RequestDeps) {
      const value = make(this);
      Object.defineProperty(this, name, { value });
      return value;
    },
  };
}

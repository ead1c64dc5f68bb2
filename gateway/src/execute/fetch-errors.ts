import { LecternError } from '@lectern/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { CompiledFetch } from './compiled-plan.ts';
import type { BatchUser, EntityBatch } from './entity-batch.ts';
import { rootKeysOf } from './entity-operation.ts';
import { collectPositions } from './entity-path.ts';
import { errorsMax } from './execute.errors.ts';
import type { Run } from './run.ts';

type Path = readonly (string | number)[];

/** The subgraph of a fetch at the root gave no answer: every field asked of it is missing, and says so. */
export function failRoot(run: Run, fetch: CompiledFetch, error: unknown): void {
  run.onFailed?.(fetch, error);
  const keys = rootKeysOf(fetch.query);
  if (keys.length === 0) add(run, withoutAnswer(error, undefined));
  for (const key of keys) add(run, withoutAnswer(error, asClientSays(run, [key])));
}

/** The subgraph of an entity fetch gave no answer: one error where the first of the entities stands. */
export function failEntities(run: Run, batch: EntityBatch, error: unknown): void {
  run.onFailed?.(batch.fetch, error);
  for (const { fetch, objects } of batch.users) {
    const [first] = objects;
    const position =
      first && collectPositions(run.data, fetch.path, run.plan.applies).find(({ object }) => object === first);
    add(run, withoutAnswer(error, position && asClientSays(run, position.path)));
  }
}

function withoutAnswer(error: unknown, path: Path | undefined): GraphQLError {
  const place = path && { path };
  if (!(error instanceof LecternError)) throw error;
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { ...error.facts, code: error.code },
    ...place,
  });
}

/** Takes over errors that came with an answer to a fetch at the root. */
export function takeRootErrors(run: Run, fetch: CompiledFetch, errors: readonly GraphQLFormattedError[]): void {
  for (const error of errors) {
    const path = error.path && asClientSays(run, renamed(fetch, error.path));
    add(run, fromSubgraph(error, fetch, path));
  }
}

/** Takes over errors of entities: each one at every place where the entity stands. */
export function takeEntityErrors(
  run: Run,
  batches: readonly EntityBatch[],
  keyOf: (place: number) => string,
  errors: readonly GraphQLFormattedError[],
): void {
  const pathsOf = createPaths(run);
  for (const error of errors) {
    if (run.errors.length >= errorsMax) return;
    const [key, entity, ...rest] = error.path ?? [];
    const place = batches.findIndex((_, at) => keyOf(at) === key);
    const batch = batches[place] ?? batches[0];
    if (!batch) continue;
    for (const user of batch.users) {
      const isPlaced = place >= 0 && typeof entity === 'number';
      const paths = isPlaced ? pathsOf(user, entity) : pathsOf(user, 0).slice(0, 1);
      const below = isPlaced ? renamed(user.fetch, rest) : [];
      for (const path of paths) add(run, fromSubgraph(error, user.fetch, asClientSays(run, [...path, ...below])));
    }
  }
}

/** Where the entities of a user stand, by place; looked for once, however many of them have errors. */
function createPaths(run: Run): (user: BatchUser, place: number) => readonly Path[] {
  const known = new Map<BatchUser, Map<number, Path[]>>();

  function find({ fetch, objects, places }: BatchUser): Map<number, Path[]> {
    const placeOf = new Map(objects.map((object, index) => [object, places[index] ?? -1]));
    const paths = new Map<number, Path[]>();
    for (const { object, path } of collectPositions(run.data, fetch.path, run.plan.applies)) {
      const place = placeOf.get(object);
      if (place === undefined) continue;
      const found = paths.get(place);
      if (found) found.push(path);
      else paths.set(place, [path]);
    }
    return paths;
  }
  return (user, place) => {
    const found = known.get(user) ?? find(user);
    known.set(user, found);
    return found.get(place) ?? [];
  };
}

/** Response keys that the plan renames in answers are renamed in the paths of errors too. */
function renamed({ outputRewrites }: CompiledFetch, path: Path): Path {
  if (outputRewrites.length === 0) return path;
  return path.map((key) => {
    const rewrite = outputRewrites.find((each) => each.kind === 'KeyRenamer' && each.path.at(-1) === key);
    return rewrite?.kind === 'KeyRenamer' ? rewrite.renameKeyTo : key;
  });
}

/** With the client's response keys in the place of the plan's. */
function asClientSays({ clientKeys }: Run, path: Path): Path {
  return clientKeys ? path.map((key) => (typeof key === 'string' ? (clientKeys.get(key) ?? key) : key)) : path;
}

/** `serviceName` marks it as a subgraph's for the policy of what leaves the gateway, which removes it. */
function fromSubgraph(error: GraphQLFormattedError, fetch: CompiledFetch, path: Path | undefined): GraphQLError {
  // Apollo Server takes `http` for the status and headers of our own response.
  const { code: given, http: _, ...facts } = error.extensions ?? {};
  const code = typeof given === 'string' && given !== '' ? given : 'DOWNSTREAM_SERVICE_ERROR';
  return new GraphQLError(error.message, {
    extensions: { ...facts, code, serviceName: fetch.service },
    ...(path && { path }),
  });
}

function add({ errors }: Run, error: GraphQLError): void {
  if (errors.length < errorsMax) errors.push(error);
}

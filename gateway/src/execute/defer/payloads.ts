import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Repetition } from './collect-deferred.ts';
import type { Delivery, Pending } from './deliver.ts';

/** A form of incremental delivery, named as clients name it in `accept`. */
export type IncrementalFormat = {
  /** Parameter of the media type `multipart/mixed`. */
  readonly parameter: string;
  readonly repetition: Repetition;
  /** What the first message has beside data and errors. */
  first(pending: readonly Pending[], writing: Writing): Record<string, unknown>;
  /** Every later one. */
  next(delivery: Delivery, writing: Writing): Record<string, unknown>;
};

export type Writing = {
  /** The client's label of a fragment by ours. */
  readonly labelOf: (label: string) => string | undefined;
  /** What leaves the gateway of errors. */
  readonly format: (errors: readonly GraphQLError[]) => readonly GraphQLFormattedError[];
};

/** As in graphql-js 17 alpha 2: each payload says where it belongs. */
const byPath: IncrementalFormat = {
  parameter: 'deferSpec=20220824',
  repetition: 'WHOLE',
  first: (pending) => ({ hasNext: pending.length > 0 }),
  next: ({ increments, completed, hasNext }, { labelOf, format }) => ({
    incremental: [
      ...increments.map(({ of, path, data, errors }) => ({
        data,
        path,
        label: labelOf(of.usage.label),
        errors: errors.length > 0 ? format(errors) : undefined,
      })),
      ...completed.flatMap(({ of, errors }) =>
        errors ? [{ data: null, path: of.usage.path, label: labelOf(of.usage.label), errors: format(errors) }] : [],
      ),
    ],
    hasNext,
  }),
};

/** As in graphql-js 17 alpha 9: fragments are announced, sent by their ids, and completed. */
const byId: IncrementalFormat = {
  parameter: 'incrementalSpec=v0.2',
  repetition: 'ONCE',
  first: (pending, writing) => ({ ...announce(pending, writing), hasNext: pending.length > 0 }),
  next: ({ pending, increments, completed, hasNext }, writing) => ({
    ...announce(pending, writing),
    incremental:
      increments.length === 0
        ? undefined
        : increments.map(({ of, path, data, errors }) => ({
            data,
            id: of.id,
            subPath: path.length > of.usage.path.length ? path.slice(of.usage.path.length) : undefined,
            errors: errors.length > 0 ? writing.format(errors) : undefined,
          })),
    completed: completed.map(({ of, errors }) => ({ id: of.id, errors: errors && writing.format(errors) })),
    hasNext,
  }),
};

function announce(pending: readonly Pending[], { labelOf }: Writing) {
  if (pending.length === 0) return {};
  return { pending: pending.map(({ id, usage }) => ({ id, path: usage.path, label: labelOf(usage.label) })) };
}

export const incrementalFormats: readonly IncrementalFormat[] = [byId, byPath];

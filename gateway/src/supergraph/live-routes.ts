import { type LiveField, readLiveFields } from '@lectern/schema/live-fields';
import type { DocumentNode } from 'graphql';

export { topicName } from '@lectern/schema/live-fields';

/** What `@live` says of one subscription field. */
export type LiveRoute = LiveField;

/**
 * Reads the subscription fields of a supergraph, by the rules that composition has; throws an Error that says what
 * does not fit, so that the supergraph is refused and the one before it stays.
 */
export function readLiveRoutes(supergraph: DocumentNode): ReadonlyMap<string, LiveRoute> {
  const { fields, problems } = readLiveFields(supergraph);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return new Map(fields.map((route) => [route.field, route]));
}

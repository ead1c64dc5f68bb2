import type { EntityName } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { escapeIdentifier } from 'pg';

const lists = new WeakMap<object, string>();

/**
 * The columns of an entity for a `select` of `rows`, each under the name of its property: rows that are only read cost a
 * fifth of what an entity costs that the ORM makes, watches and forgets. `alias` names the table in the statement.
 */
export function selectList<Entity extends object>(
  em: EntityManager,
  entity: EntityName<Entity>,
  alias: string,
): string {
  const metadata = em.getMetadata(entity);
  const known = lists.get(metadata);
  const list =
    known ??
    metadata.props
      .flatMap(({ name, fieldNames: [column] }) =>
        column === undefined ? [] : [`%.${escapeIdentifier(column)} as ${escapeIdentifier(name)}`],
      )
      .join(', ');
  if (known === undefined) lists.set(metadata, list);
  return list.replaceAll('%.', `${alias}.`);
}

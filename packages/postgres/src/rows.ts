import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import { statementOf } from './statements.ts';

/**
 * Runs one raw SQL statement in the EntityManager's transaction, or on a connection of the pool when there is none,
 * and returns its rows. `?` outside quotes and comments stands for the next parameter. Parameters are bound, never
 * written into the text: arrays go as PostgreSQL arrays (`= any(?::uuid[])`), objects as JSON; stringify a JSON array
 * yourself. Each connection plans a text once, so keep values out of it. `timestamptz` comes as Date, `bigint` and `numeric` as text. `T` is the caller's word for the row's shape.
 */
export async function rows<T extends object>(
  em: EntityManager,
  sql: string,
  params: readonly unknown[] = [],
): Promise<T[]> {
  const text = statementOf(sql, () => numberPlaceholders(sql, params.length));
  const query = CompiledQuery.raw(text, [...params]);
  const result = await em.getKysely().executeQuery<T>(query);
  return result.rows;
}

const quotedOrPlaceholder = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|\?/g;

/** `?` becomes `$1`, `$2`, …; a count other than `expected` is a mistake in the program. */
export function numberPlaceholders(sql: string, expected: number): string {
  let count = 0;
  const numbered = sql.replace(quotedOrPlaceholder, (token) => {
    if (token !== '?') return token;
    count += 1;
    return `$${count}`;
  });
  if (count !== expected) throw new Error(`${count} placeholders but ${expected} parameters in: ${sql}`);
  return numbered;
}

import type { Pool } from 'pg';

/** A statement of `rows` as PostgreSQL gets it. `name` is null when there are too many already. */
export type Statement = { readonly text: string; readonly name: string | null };

/**
 * Statements are texts in the sources, so they are few. Texts that are put together from what somebody asks for could
 * be without end, and each connection keeps what it has prepared; beyond this they are planned each time, as usual.
 */
const statementsMax = 500;
const statements = new Map<string, Statement>();
const nameOf = new Map<string, string>();

/** The statement of a text with `?`, made once by `number`. */
export function statementOf(sql: string, number: () => string): Statement {
  const known = statements.get(sql);
  if (known) return known;
  const text = number();
  if (statements.size >= statementsMax) return { text, name: null };
  const statement = { text, name: nameOf.get(text) ?? `lectern_${statements.size}` };
  statements.set(sql, statement);
  nameOf.set(text, statement.name);
  return statement;
}

/**
 * Lets each connection parse and plan a statement of `rows` once. Planning is the greater part of a small query, and of
 * one over a table in partitions by far; the ORM's way to the driver has no place for a statement's name.
 */
export function prepareStatements(pool: Pool): void {
  pool.on('connect', (client) => {
    // Looked up with each call: whoever watches queries, as tracing does, replaces it on the prototype.
    const driver: { query(...args: readonly unknown[]): unknown } = Object.getPrototypeOf(client);
    Object.defineProperty(client, 'query', {
      value: (config: unknown, values: unknown, callback: unknown) => {
        const name = typeof config === 'string' && callback === undefined ? nameOf.get(config) : undefined;
        if (name === undefined) return driver.query.call(client, config, values, callback);
        return driver.query.call(client, { name, text: config, values });
      },
    });
  });
}

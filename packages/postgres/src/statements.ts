import type { Pool } from 'pg';

/**
 * Statements are texts in the sources, so they are few. Texts that are put together from what somebody asks for could
 * be without end, and each connection keeps what it has prepared; beyond this they are planned each time, as usual.
 */
const statementsMax = 500;
const texts = new Map<string, string>();
const nameOf = new Map<string, string>();

/** The text that PostgreSQL gets for a text with `?`, made once by `number`. */
export function statementOf(sql: string, number: () => string): string {
  const known = texts.get(sql);
  if (known !== undefined) return known;
  const text = number();
  if (texts.size >= statementsMax) return text;
  if (!nameOf.has(text)) nameOf.set(text, `lectern_${texts.size}`);
  texts.set(sql, text);
  return text;
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

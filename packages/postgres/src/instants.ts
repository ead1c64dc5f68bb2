import type { Pool } from 'pg';

const timestamptzOid = 1184;

/**
 * MikroORM takes instants as text and turns them into Dates only for entities. Made Dates here, they are Dates in
 * the rows of raw SQL as well; the ORM passes Dates through.
 */
export function keepInstantsAsDates(pool: Pool): void {
  pool.on('connect', (client) => {
    client.setTypeParser(timestamptzOid, (text) => parseInstant(text));
  });
}

/** PostgreSQL writes `2026-11-21 03:35:00.123456+00`; infinities stay text. */
function parseInstant(text: string): Date | string {
  const instant = new Date(`${text.replace(' ', 'T')}${/[+-]\d\d$/.test(text) ? ':00' : ''}`);
  return Number.isNaN(instant.getTime()) ? text : instant;
}

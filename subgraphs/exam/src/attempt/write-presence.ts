import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { incidentsKeptMax } from './incident.ts';
import type { PresenceBatch } from './presence-writer.ts';

/**
 * Writes who was there, and what happened. Rows that others hold are passed over: the next report comes in half a
 * minute, and no answer waits for this.
 */
export async function writePresence(em: EntityManager, { seen, incidents }: PresenceBatch): Promise<readonly string[]> {
  if (seen.length > 0) {
    await rows(
      em,
      `with given as materialized (select * from unnest(?::uuid[], ?::float8[]) as g (id, age)),
       free as materialized (
         select a.id from exam.attempt a
          where a.id in (select id from given) and a.status = 'IN_PROGRESS' order by a.id for no key update skip locked
       )
       update exam.attempt a set last_seen_at = now() - make_interval(secs => greatest(0, g.age) / 1000)
         from given g join free f on f.id = g.id where a.id = g.id`,
      [seen.map(({ attemptId }) => attemptId), seen.map(({ ageMs }) => ageMs)],
    );
  }
  return incidents.length === 0 ? [] : transaction(em, (inside) => appendIncidents(inside, incidents));
}

/** Returns the exams in which something new is known. */
async function appendIncidents(em: EntityManager, incidents: PresenceBatch['incidents']): Promise<string[]> {
  const written = await rows<{ examId: string }>(
    em,
    `with given as materialized (
       select g.*, row_number() over (partition by g.attempt_id order by g.age desc, g.n) as rank
         from unnest(?::uuid[], ?::text[], ?::float8[]) with ordinality as g (attempt_id, kind, age, n)
     ),
     kept as materialized (
       select k.attempt_id, a.exam_id,
              (select count(*) from exam.attempt_incident i where i.attempt_id = k.attempt_id) as count
         from (select distinct attempt_id from given) k join exam.attempt a on a.id = k.attempt_id
     )
     insert into exam.attempt_incident (attempt_id, exam_id, kind, at)
     select g.attempt_id, k.exam_id, g.kind, now() - make_interval(secs => greatest(0, g.age) / 1000)
       from given g join kept k on k.attempt_id = g.attempt_id
      where k.count + g.rank <= ${incidentsKeptMax} order by g.age desc, g.n
     returning exam_id as "examId"`,
    [
      incidents.map(({ attemptId }) => attemptId),
      incidents.map(({ kind }) => kind),
      incidents.map(({ ageMs }) => ageMs),
    ],
  );
  return [...new Set(written.map(({ examId }) => examId))];
}

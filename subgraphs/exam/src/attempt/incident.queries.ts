import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Incident, incidentsKeptMax } from './incident.ts';

/** For a batch loader: of each attempt the latest first. */
export async function listIncidents(em: EntityManager, attemptIds: readonly string[]): Promise<Incident[]> {
  return rows<Incident>(
    em,
    `select i.id, k.id as "attemptId", i.kind, i.at from unnest(?::uuid[]) as k (id) cross join lateral (
       select id, kind, at from exam.attempt_incident where attempt_id = k.id order by id desc limit ?
     ) i order by i.at desc, i.id desc`,
    [attemptIds, incidentsKeptMax],
  );
}

type Counted = { readonly attemptId: string; readonly count: number };

export async function countIncidents(em: EntityManager, attemptIds: readonly string[]): Promise<Counted[]> {
  return rows<Counted>(
    em,
    `select attempt_id as "attemptId", count(*)::int as count
       from exam.attempt_incident where attempt_id = any(?::uuid[]) group by attempt_id`,
    [attemptIds],
  );
}

/** How many devices each attempt was on: the present one, and those it came from and went to. */
export async function countDevices(em: EntityManager, attemptIds: readonly string[]): Promise<Counted[]> {
  return rows<Counted>(
    em,
    `select d.attempt_id as "attemptId", count(distinct d.device)::int as count from (
       select id as attempt_id, device_id as device from exam.attempt where id = any(?::uuid[])
       union all
       select i.attempt_id, side.device from exam.attempt_incident i
        cross join lateral (values (i.detail ->> 'from'), (i.detail ->> 'to')) as side (device)
        where i.attempt_id = any(?::uuid[]) and i.kind = 'DEVICE_CHANGED'
     ) d where d.device is not null group by d.attempt_id`,
    [attemptIds, attemptIds],
  );
}

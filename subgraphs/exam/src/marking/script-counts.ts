import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';

/** How many scripts of one essay question there are, and how far they are. */
export type ScriptCounts = {
  readonly questionId: string;
  readonly scriptCount: number;
  readonly settledCount: number;
  readonly disagreedCount: number;
  /** How many the viewer could mark now. */
  readonly openForViewerCount: number;
};

export type ScriptCounter = {
  count(examId: string, viewerId: string): Promise<readonly ScriptCounts[]>;
};

/** Each mark is answered with new counts: what is quick is always fresh, those of 300,000 scripts are kept for a while. */
const quickMs = 500;
const keptFactor = 20;
const keptMsMax = 30_000;
const keptMax = 1_000;

/** `em` gives a fork to read with. */
export function createScriptCounter(em: () => EntityManager, quickMsMax = quickMs, keptMsMin = 0): ScriptCounter {
  const known = new LRUCache<string, readonly ScriptCounts[]>({ max: keptMax, ttl: keptMsMax });
  return {
    async count(examId, viewerId) {
      const key = `${examId}:${viewerId}`;
      const kept = known.get(key);
      if (kept) return kept;
      const begun = performance.now();
      const counts = await countScripts(em(), examId, viewerId);
      const took = performance.now() - begun;
      const ttl = Math.max(keptMsMin, Math.min(keptMsMax, Math.ceil(keptFactor * took)));
      if (took > quickMsMax) known.set(key, counts, { ttl });
      return counts;
    },
  };
}

async function countScripts(em: EntityManager, examId: string, viewerId: string): Promise<ScriptCounts[]> {
  return rows(
    em,
    `select s.question_id as "questionId", count(*)::int as "scriptCount",
            count(*) filter (where s.status = 'SETTLED')::int as "settledCount",
            count(*) filter (where s.status = 'DISAGREED')::int as "disagreedCount",
            count(*) filter (where s.status <> 'SETTLED' and a.status <> 'GRADED' and a.learner_id <> ?
              and (s.claimed_until is null or s.claimed_until <= now() or s.claimed_by = ?)
              and m.script_id is null)::int as "openForViewerCount"
       from exam.essay_script s join exam.attempt a on a.id = s.attempt_id
       left join exam.essay_mark m on m.script_id = s.id and m.marker_id = ?
      where s.exam_id = ? and a.status in ('SUBMITTED', 'EXPIRED', 'GRADED')
      group by s.question_id`,
    [viewerId, viewerId, viewerId, examId],
  );
}

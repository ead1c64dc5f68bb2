import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { ExamRow } from '../exam/exam.entity.ts';
import { passPercentOf } from '../grading/pass-mark.ts';
import type { PaperCache } from '../paper/paper-cache.ts';
import { countingSql } from './counting.ts';

/** How the others did: of each learner what counts, by the rule of the exam. */
export type ClassStatistics = {
  readonly learnerCount: number;
  readonly meanScorePercent: number;
  readonly medianScorePercent: number;
  /** How many of a hundred passed. */
  readonly passedPercent: number;
};

export type ClassStatisticsCache = {
  /** Null while nobody has a result. */
  get(exam: ExamRow): Promise<ClassStatistics | null>;
};

/**
 * When an exam closes all its learners ask at once. Counting is kept for twenty times as long as it took: those of a
 * class are always fresh, those of 300,000 take half a second and are counted every ten.
 */
const keptFactor = 20;
const keptMsMax = 30_000;
const keptMax = 1_000;

/** `em` gives a fork to read with. */
export function createClassStatistics(em: () => EntityManager, papers: PaperCache): ClassStatisticsCache {
  const known = new LRUCache<string, { readonly statistics: ClassStatistics | null }, ExamRow>({
    max: keptMax,
    ttl: keptMsMax,
    fetchMethod: async (_key, _old, { context, options }) => {
      const begun = performance.now();
      const statistics = await countClass(em(), papers, context);
      options.ttl = Math.min(keptMsMax, Math.max(1, keptFactor * (performance.now() - begun)));
      return { statistics };
    },
  });
  return {
    async get(exam) {
      const found = await known.fetch(`${exam.id}:${exam.version}:${exam.keyRevision}`, { context: exam });
      return found?.statistics ?? null;
    },
  };
}

async function countClass(em: EntityManager, papers: PaperCache, exam: ExamRow): Promise<ClassStatistics | null> {
  if (exam.paperId === null) return null;
  const { pointsMax } = await papers.get(exam.paperId);
  const passPercent = passPercentOf({ percent: exam.passMarkPercent, points: exam.passMarkPoints }, pointsMax);
  const [counted] = await rows<ClassStatistics>(
    em,
    `with counting as (${countingSql(exam.countingAttempt)})
     select count(*)::int as "learnerCount", avg(score)::float8 as "meanScorePercent",
            percentile_cont(0.5) within group (order by score) as "medianScorePercent",
            (100.0 * count(*) filter (where coalesce(passed, score >= ?)) / nullif(count(*), 0))::float8 as "passedPercent"
       from counting`,
    [exam.id, passPercent],
  );
  return counted && counted.learnerCount > 0 ? counted : null;
}

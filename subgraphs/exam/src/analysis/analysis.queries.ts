import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CountingAttempt } from '../exam/exam.ts';
import type { Response } from '../grading/response.ts';
import { countingAttemptsSql } from './counting.ts';
import type { TestSums } from './item-statistics.ts';

/** What to add up. */
export type AnalysisFacts = {
  readonly examId: string;
  readonly counting: CountingAttempt;
  /** How many of the best, and of the worst. */
  readonly group: number;
  /** Of these no answers are told apart: essays. */
  readonly plainIds: readonly string[];
  /** Left out: voided questions. */
  readonly voidedIds: readonly string[];
  /** Where capital and small letters, and spaces, are the same. */
  readonly foldedIds: readonly string[];
};

/** Sums over those who answered a question. */
export type AnsweredSums = {
  readonly questionId: string;
  readonly answeredCount: number;
  readonly sumX: number;
  readonly sumXX: number;
  readonly sumXT: number;
  readonly sumT: number;
  readonly sumTT: number;
  readonly upperCount: number;
  readonly upperSumX: number;
  readonly lowerCount: number;
  readonly lowerSumX: number;
};

/** How often something was answered: one choice, one pair, or the whole of another answer. */
export type AnswerCount = {
  readonly questionId: string;
  readonly choiceId: string | null;
  readonly pair: { readonly premiseId: string; readonly targetId: string } | null;
  readonly response: Response | null;
  readonly count: number;
  readonly upperCount: number;
  readonly lowerCount: number;
};

export type Sums = { readonly answered: readonly AnsweredSums[]; readonly counts: readonly AnswerCount[] };

const countsShownMax = 50;

/** How many attempts count, and the sums of their results. */
export async function sumResults(em: EntityManager, examId: string, counting: CountingAttempt): Promise<TestSums> {
  const [sums] = await rows<TestSums>(
    em,
    `select count(*)::int as "attemptCount", coalesce(sum(c.percent), 0) as "sumPercent",
            coalesce(sum(c.percent * c.percent), 0) as "sumPercentSquared",
            coalesce(sum(c.points), 0) as "sumT", coalesce(sum(c.points * c.points), 0) as "sumTT"
       from (${countingAttemptsSql(counting, 'score_percent as percent, points_awarded as points')}) as c`,
    [examId],
  );
  if (!sums) throw new Error('adding up gave no row');
  return sums;
}

/** The attempts that count, with their place from the best: `b` for the best, `w` for the worst. */
function ranked(counting: CountingAttempt): string {
  return `select id, seed, points, case when place <= ? then 'b' when place > total - ? then 'w' end as part from (
      select c.*, row_number() over (order by percent desc, id) as place, count(*) over () as total
        from (${countingAttemptsSql(counting, 'id, seed, score_percent as percent, points_awarded as points')}) as c
    ) as placed`;
}

/**
 * Goes once through the answers and tells apart what was answered to each question; everything else is added up from
 * that. 300,000 attempts of 40 questions are 12 million rows, and some hundred different answers to choose from.
 */
export async function sumAnswers(em: EntityManager, facts: AnalysisFacts): Promise<Sums> {
  const { examId, counting, group, plainIds, voidedIds, foldedIds } = facts;
  const [sums] = await rows<{ answered: AnsweredSums[] | null; counts: AnswerCount[] | null }>(
    em,
    `with ranked as materialized (${ranked(counting)}),
     patterns as materialized (
       select a.question_id, case when a.question_id <> all(?::uuid[]) then a.response end as response,
              count(*) as n, sum(x) as x, sum(x * x) as xx, sum(x * points) as xt, sum(points) as t,
              sum(points * points) as tt,
              count(*) filter (where part = 'b') as b, coalesce(sum(x) filter (where part = 'b'), 0) as bx,
              count(*) filter (where part = 'w') as w, coalesce(sum(x) filter (where part = 'w'), 0) as wx
         from ranked r join exam.answer a on a.attempt_id = r.id
         cross join lateral (select coalesce(a.points_awarded, 0) as x) as p
        where a.response is not null and a.question_id <> all(?::uuid[])
        group by 1, 2
     ),
     told as (
       select question_id, kind, key, sum(n)::int as n, sum(b)::int as b, sum(w)::int as w,
              (array_agg(response order by n desc))[1] as response
         from patterns cross join lateral (
           select 'choice' as kind, jsonb_array_elements_text(response->'choiceIds') as key
           union all select 'pair', m::text from jsonb_array_elements(response->'matches') as m
           union all select 'text', case when question_id = any(?::uuid[])
               then lower(regexp_replace(btrim(response->>'text'), '\\s+', ' ', 'g')) else btrim(response->>'text') end
             where jsonb_exists(response, 'text')
           union all select 'whole', response::text
             where not jsonb_exists_any(response, array['choiceIds', 'matches', 'text'])
         ) as answer
        where response is not null
        group by 1, 2, 3
     ),
     placed as (
       select *, row_number() over (partition by question_id order by n desc, key) as place from told
     )
     select (select json_agg(json_build_object('questionId', question_id, 'answeredCount', n, 'sumX', x, 'sumXX', xx,
               'sumXT', xt, 'sumT', t, 'sumTT', tt, 'upperCount', b, 'upperSumX', bx, 'lowerCount', w, 'lowerSumX', wx))
               from (select question_id, sum(n) n, sum(x) x, sum(xx) xx, sum(xt) xt, sum(t) t, sum(tt) tt, sum(b) b,
                            sum(bx) bx, sum(w) w, sum(wx) wx from patterns group by question_id) as q) as answered,
            (select json_agg(json_build_object('questionId', question_id,
               'choiceId', case when kind = 'choice' then key end, 'pair', case when kind = 'pair' then key::json end,
               'response', case when kind in ('text', 'whole') then response end,
               'count', n, 'upperCount', b, 'lowerCount', w) order by question_id, place)
               from placed where place <= ?) as counts`,
    [group, group, examId, plainIds, voidedIds, foldedIds, countsShownMax],
  );
  return { answered: sums?.answered ?? [], counts: sums?.counts ?? [] };
}

/** An attempt that did not answer all that was drawn for it. */
export type Unfinished = {
  readonly seed: number;
  readonly points: number;
  readonly part: 'b' | 'w' | null;
  readonly answeredIds: readonly string[];
};

/** Held in memory at once. */
const unfinishedTogetherMax = 1_000;

/**
 * What an attempt drew and left out has no row: only its seed tells. `drawnCount`: how many each attempt has drawn.
 * Most attempts may have left something out, so they come some at a time. Within a transaction.
 */
export async function* listUnfinished(
  em: EntityManager,
  { examId, counting, group }: AnalysisFacts,
  drawnIds: readonly string[],
  drawnCount: number,
): AsyncGenerator<readonly Unfinished[]> {
  await rows(
    em,
    `declare unfinished no scroll cursor for
     with ranked as materialized (${ranked(counting)})
     select r.seed, r.points, r.part, coalesce(array_agg(a.question_id::text) filter (where a.question_id is not null), '{}')
              as "answeredIds"
       from ranked r left join exam.answer a
         on a.attempt_id = r.id and a.question_id = any(?::uuid[]) and a.response is not null
      group by r.id, r.seed, r.points, r.part having count(a.question_id) < ?`,
    [group, group, examId, drawnIds, drawnCount],
  );
  for (;;) {
    const some = await rows<Unfinished>(em, `fetch ${unfinishedTogetherMax} from unfinished`);
    if (some.length > 0) yield some;
    if (some.length < unfinishedTogetherMax) break;
  }
  await rows(em, 'close unfinished');
}

/** For the rest of the transaction: memory for what is added up over a whole exam, and an end to it. */
export async function allowHeavyRead(em: EntityManager, timeoutMs: number): Promise<void> {
  await rows(
    em,
    // In the 4 MB there are otherwise, 12 million answers are written to the disk and read again. Compiling such a
    // statement takes longer than it gains; and of what a cursor gives, all is read.
    `select set_config('statement_timeout', ?, true), set_config('work_mem', '64MB', true),
            set_config('hash_mem_multiplier', '2', true), set_config('jit', 'off', true),
            set_config('cursor_tuple_fraction', '1', true)`,
    [String(timeoutMs)],
  );
}

/** Changes whenever a result of the exam does. */
export async function fingerprintOf(em: EntityManager, examId: string): Promise<string> {
  const [row] = await rows<{ print: string }>(
    em,
    `select concat_ws('/', count(*), sum(revision), sum(key_revision)) as print
       from exam.attempt where exam_id = ? and status = 'GRADED'`,
    [examId],
  );
  return row?.print ?? '';
}

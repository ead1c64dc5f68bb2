import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { KnownPaper, PaperCache } from '../paper/paper-cache.ts';
import { questionsOfAttempt } from '../paper/questions-of-attempt.ts';
import type { PassMark } from './pass-mark.ts';
import type { Response } from './response.ts';
import { scoreAnswer } from './score-answer.ts';
import { type Score, scoreAttempt } from './score-attempt.ts';

/** An ended attempt whose row is locked, so that no answer comes any more. */
export type AttemptToScore = {
  readonly id: string;
  readonly paperId: string;
  readonly seed: number;
  /** The exam's, under which it is scored. */
  readonly keyRevision: number;
  readonly passMark: PassMark;
};

/**
 * The results of attempts from their answers' points, by attempt. Answers were given their points when they were saved;
 * where a key was corrected since, they are given them anew, and what changed is written. Essays count with what their
 * answers have by now.
 */
export async function gradeAnswers(
  em: EntityManager,
  papers: PaperCache,
  attempts: readonly AttemptToScore[],
): Promise<ReadonlyMap<string, Score>> {
  const paperOf = new Map<string, KnownPaper>();
  for (const { id, paperId, keyRevision } of attempts) {
    paperOf.set(id, await papers.getCorrected(paperId, keyRevision));
  }
  const known = new Set(paperOf.values());
  await rescoreAnswers(
    em,
    paperOf,
    [...known].flatMap(({ rekeyedIds }) => [...rekeyedIds]),
  );
  const voided = [...known].flatMap(({ voidedIds }) => [...voidedIds]);
  const points = await sumPoints(em, [...paperOf.keys()], voided);
  return new Map(
    attempts.flatMap(({ id, seed, passMark }) => {
      const paper = paperOf.get(id);
      if (!paper) return [];
      return [[id, scoreAttempt(points.get(id) ?? 0, heldPoints(paper, seed), passMark, paper.pointsMax)]];
    }),
  );
}

/** The points that one attempt can reach: those of the paper, less its voided questions. */
export function heldPoints(paper: KnownPaper, seed: number): number {
  if (paper.voidedIds.size === 0) return paper.pointsMax;
  const isDrawn = paper.questions.some(({ id, drawId }) => paper.voidedIds.has(id) && (drawId ?? null) !== null);
  const held = isDrawn ? questionsOfAttempt(paper, seed) : paper.questions;
  return held.reduce((sum, { id, pointsMax }) => (paper.voidedIds.has(id) ? sum - pointsMax : sum), paper.pointsMax);
}

type StoredAnswer = {
  readonly attemptId: string;
  readonly questionId: string;
  readonly response: Response;
  readonly points: number | null;
};

async function rescoreAnswers(
  em: EntityManager,
  paperOf: ReadonlyMap<string, KnownPaper>,
  questionIds: readonly string[],
): Promise<void> {
  if (questionIds.length === 0) return;
  const changed = (await listAnswersTo(em, [...paperOf.keys()], questionIds)).flatMap((answer) => {
    const question = paperOf.get(answer.attemptId)?.questionById.get(answer.questionId);
    if (!question || question.kind === 'ESSAY') return [];
    const points = scoreAnswer(question, answer.response);
    return points === answer.points ? [] : [{ ...answer, points }];
  });
  if (changed.length === 0) return;
  await rows(
    em,
    // How many there are stays hidden from PostgreSQL: for some hundred it would read all answers there are.
    `update exam.answer a set points_awarded = n.points
       from unnest((select ?::uuid[]), (select ?::uuid[]), (select ?::float8[])) as n (attempt_id, question_id, points)
      where a.attempt_id = n.attempt_id and a.question_id = n.question_id`,
    [
      changed.map(({ attemptId }) => attemptId),
      changed.map(({ questionId }) => questionId),
      changed.map(({ points }) => points),
    ],
  );
}

/** What these attempts answered to these questions; what was left out is not there. */
export async function listAnswersTo(
  em: EntityManager,
  attemptIds: readonly string[],
  questionIds: readonly string[],
): Promise<StoredAnswer[]> {
  // Attempt by attempt, and only so: of some thousand attempts PostgreSQL would rather read all answers there are.
  return rows(
    em,
    `select a.* from unnest(?::uuid[]) as i (id) cross join lateral (
       select attempt_id as "attemptId", question_id as "questionId", response, points_awarded as points
         from exam.answer where attempt_id = i.id and question_id = any(?::uuid[]) and response is not null offset 0
     ) a`,
    [attemptIds, questionIds],
  );
}

async function sumPoints(
  em: EntityManager,
  attemptIds: readonly string[],
  voidedIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  // Attempt by attempt, so that each is looked for in its own partition and not in all of them.
  const sums = await rows<{ id: string; points: number }>(
    em,
    `select i.id, s.points from unnest(?::uuid[]) as i (id) cross join lateral (
       select sum(points_awarded) as points from exam.answer
        where attempt_id = i.id ${voidedIds.length > 0 ? 'and question_id <> all(?::uuid[])' : ''}
     ) s where s.points is not null`,
    [attemptIds, ...(voidedIds.length > 0 ? [voidedIds] : [])],
  );
  return new Map(sums.map(({ id, points }) => [id, points]));
}

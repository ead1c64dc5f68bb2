import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type QuestionRow, questionEntity } from './question.entity.ts';
import { questionErrors } from './question.errors.ts';
import type { Question, QuestionContent, QuestionDraft } from './question.ts';

/** A question and where it stands, from 1; and the question of the bank it was taken from. */
export type PlacedQuestion = Question & {
  readonly position: number;
  readonly sectionId: string | null;
  readonly bankQuestionId: string | null;
  readonly bankVersion: number | null;
};

export const questionsMax = 5_000;

/** The questions of an exam in order. */
export async function listQuestions(em: EntityManager, examId: string): Promise<PlacedQuestion[]> {
  const found = await em.find(questionEntity, { examId }, { orderBy: { position: 'asc' }, disableIdentityMap: true });
  return found.map(questionOfRow);
}

/** Where the questions of an exam stand, in order. */
export async function listPlaces(
  em: EntityManager,
  examId: string,
): Promise<{ readonly id: string; readonly sectionId: string | null }[]> {
  return rows(em, 'select id, section_id as "sectionId" from exam.question where exam_id = ? order by position', [
    examId,
  ]);
}

export async function findQuestionRow(em: EntityManager, id: string): Promise<QuestionRow | null> {
  return em.findOne(questionEntity, { id }, { disableIdentityMap: true });
}

export async function getQuestion(em: EntityManager, id: string): Promise<PlacedQuestion> {
  const row = await findQuestionRow(em, id);
  if (!row) throw questionErrors.make('QUESTION_NOT_FOUND');
  return questionOfRow(row);
}

export async function countQuestions(em: EntityManager, examId: string): Promise<number> {
  return em.count(questionEntity, { examId });
}

/** A statement of PostgreSQL takes 65,535 parameters. */
const insertedTogetherMax = 1_000;

/** Where added questions stand, and where in the bank they came from; in the order of the questions. */
export type QuestionOrigin = Pick<PlacedQuestion, 'sectionId' | 'bankQuestionId' | 'bankVersion'>;

const noOrigin: QuestionOrigin = { sectionId: null, bankQuestionId: null, bankVersion: null };

/** Adds questions after those there are, in the section each names. */
export async function insertQuestions(
  em: EntityManager,
  examId: string,
  questions: readonly (Question & Partial<QuestionOrigin>)[],
): Promise<void> {
  const before = await countQuestions(em, examId);
  const placed = questions.map(({ sectionId, bankQuestionId, bankVersion, ...question }, index) => ({
    examId,
    position: before + index + 1,
    sectionId: sectionId ?? noOrigin.sectionId,
    bankQuestionId: bankQuestionId ?? noOrigin.bankQuestionId,
    bankVersion: bankVersion ?? noOrigin.bankVersion,
    ...columnsOf(question),
  }));
  for (let from = 0; from < placed.length; from += insertedTogetherMax) {
    await em.insertMany(questionEntity, placed.slice(from, from + insertedTogetherMax));
  }
  await orderQuestions(em, examId);
}

/** Numbers the questions anew: those without a section first, then section by section. */
export async function orderQuestions(em: EntityManager, examId: string): Promise<void> {
  await rows(
    em,
    `update exam.question q set position = p.place
       from (
         select o.id, row_number() over (order by coalesce(s.position, 0), o.position) as place
           from exam.question o left join exam.section s on s.id = o.section_id where o.exam_id = ?
       ) p
      where q.id = p.id and q.position <> p.place`,
    [examId],
  );
}

export async function replaceQuestion(em: EntityManager, question: Question): Promise<void> {
  const { id, ...columns } = columnsOf(question);
  await em.nativeUpdate(questionEntity, { id }, columns);
}

/** Notes from which questions of the bank these were taken, in the same order, and in which version. */
export async function linkToBank(
  em: EntityManager,
  ids: readonly string[],
  bankQuestionIds: readonly string[],
  bankVersion = 1,
): Promise<void> {
  await rows(
    em,
    `update exam.question q set bank_question_id = l.bank_id, bank_version = ?
       from unnest(?::uuid[], ?::uuid[]) as l (id, bank_id) where q.id = l.id`,
    [bankVersion, ids, bankQuestionIds],
  );
}

/** Removes a question; those after it move up. */
export async function deleteQuestion(em: EntityManager, { id, examId, position }: QuestionRow): Promise<void> {
  await em.nativeDelete(questionEntity, { id });
  await rows(em, 'update exam.question set position = position - 1 where exam_id = ? and position > ?', [
    examId,
    position,
  ]);
}

/** Puts the questions of an exam in the order of `ids`, which names all of them, and one of them into a section. */
export async function placeQuestions(
  em: EntityManager,
  ids: readonly string[],
  moved: { readonly id: string; readonly sectionId: string | null },
): Promise<void> {
  await rows(
    em,
    `update exam.question q set position = p.place, section_id = case when q.id = ?::uuid then ?::uuid else q.section_id end
       from unnest(?::uuid[]) with ordinality as p (id, place)
      where q.id = p.id and (q.position <> p.place or q.id = ?::uuid)`,
    [moved.id, moved.sectionId, ids, moved.id],
  );
}

export type QuestionTotals = { readonly questionCount: number; readonly pointsMax: number };

/** How many questions and points one attempt at each exam has; exams without questions are left out. */
export async function totalsOfExams(
  em: EntityManager,
  examIds: readonly string[],
): Promise<(QuestionTotals & { readonly examId: string })[]> {
  return rows(
    em,
    `select exam_id as "examId", sum(count)::int as "questionCount", sum(points) as "pointsMax" from (
         select exam_id, count(*) as count, sum(points_max) as points
           from exam.question where exam_id = any(?::uuid[]) group by exam_id
         union all
         select exam_id, sum(question_count), sum(question_count * points_each)
           from exam.draw where exam_id = any(?::uuid[]) group by exam_id
       ) parts group by exam_id`,
    [examIds, examIds],
  );
}

function columnsOf({ id, prompt, pointsMax, kind, ...content }: Question) {
  return { id, kind, prompt, pointsMax, content };
}

/** What tables hold of a question: the kind and what depends on it are apart. */
export type StoredQuestion = Pick<QuestionRow, 'kind' | 'prompt' | 'pointsMax' | 'content'>;

export function questionOfStored({ kind, prompt, pointsMax, content }: StoredQuestion): QuestionDraft {
  // Only what splits a question writes the columns, so they hold what belongs to the kind.
  return { prompt, pointsMax, ...({ kind, ...content } as QuestionContent) };
}

function questionOfRow(row: QuestionRow): PlacedQuestion {
  const { id, position, sectionId, bankQuestionId, bankVersion } = row;
  return { id, position, sectionId, bankQuestionId, bankVersion, ...questionOfStored(row) };
}

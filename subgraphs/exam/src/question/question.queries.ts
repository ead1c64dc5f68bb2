import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type QuestionRow, questionEntity } from './question.entity.ts';
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

export async function findQuestionRow(em: EntityManager, id: string): Promise<QuestionRow | null> {
  return em.findOne(questionEntity, { id }, { disableIdentityMap: true });
}

export async function countQuestions(em: EntityManager, examId: string): Promise<number> {
  return em.count(questionEntity, { examId });
}

/** A statement of PostgreSQL takes 65,535 parameters. */
const insertedTogetherMax = 1_000;

/** Adds questions after those there are. */
export async function insertQuestions(
  em: EntityManager,
  examId: string,
  questions: readonly Question[],
): Promise<void> {
  const before = await countQuestions(em, examId);
  const placed = questions.map((question, index) => ({
    examId,
    position: before + index + 1,
    sectionId: null,
    bankQuestionId: null,
    bankVersion: null,
    ...columnsOf(question),
  }));
  for (let from = 0; from < placed.length; from += insertedTogetherMax) {
    await em.insertMany(questionEntity, placed.slice(from, from + insertedTogetherMax));
  }
}

export async function replaceQuestion(em: EntityManager, question: Question): Promise<void> {
  const { id, ...columns } = columnsOf(question);
  await em.nativeUpdate(questionEntity, { id }, columns);
}

/** Removes a question; those after it move up. */
export async function deleteQuestion(em: EntityManager, { id, examId, position }: QuestionRow): Promise<void> {
  await em.nativeDelete(questionEntity, { id });
  await rows(em, 'update exam.question set position = position - 1 where exam_id = ? and position > ?', [
    examId,
    position,
  ]);
}

/** Puts a question at `to`; those between move by one. */
export async function placeQuestion(
  em: EntityManager,
  { id, examId, position }: QuestionRow,
  to: number,
): Promise<void> {
  const [first, last] = position < to ? [position, to] : [to, position];
  await rows(
    em,
    `update exam.question set position = case when id = ? then ? else position + ? end
      where exam_id = ? and position between ? and ?`,
    [id, to, position < to ? -1 : 1, examId, first, last],
  );
}

export type QuestionTotals = { readonly questionCount: number; readonly pointsMax: number };

/** How many questions and points exams have; exams without questions are left out. */
export async function totalsOfExams(
  em: EntityManager,
  examIds: readonly string[],
): Promise<(QuestionTotals & { readonly examId: string })[]> {
  return rows(
    em,
    `select exam_id as "examId", count(*)::int as "questionCount", sum(points_max) as "pointsMax"
       from exam.question where exam_id = any(?::uuid[]) group by exam_id`,
    [examIds],
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

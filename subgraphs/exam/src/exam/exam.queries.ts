import { rows, selectList } from '@lectern/postgres';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import { type ExamRow, examEntity } from './exam.entity.ts';

// Rows are read outside the identity map: what one request has read must not answer for what another has changed.
const plain = { disableIdentityMap: true } as const;

export async function findExam(em: EntityManager, id: string): Promise<ExamRow | null> {
  const [exam] = await findExams(em, [id]);
  return exam ?? null;
}

/** For a batch loader: found exams in any order. */
export async function findExams(em: EntityManager, ids: readonly string[]): Promise<ExamRow[]> {
  const list = selectList(em, examEntity, 'e');
  return rows<ExamRow>(em, `select ${list} from exam.exam e where e.id = any(?::uuid[])`, [ids.filter(isUuid)]);
}

/** Locks an exam against other writers, and against attempts that start, until the transaction ends. */
export async function lockExam(em: EntityManager, id: string): Promise<ExamRow | null> {
  return em.findOne(examEntity, { id }, { ...plain, lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** The database's clock as of the beginning of the transaction. */
export async function databaseNow(em: EntityManager): Promise<Date> {
  const [row] = await rows<{ now: Date }>(em, 'select now() as now');
  if (!row) throw new Error('the database gave no time');
  return row.now;
}

type AfterExam = readonly (string | number)[] | undefined;

/** Exams of a course by opening time, those without one last. `after` is [opensAt or '', id]. */
export async function listExamsOfCourse(
  em: EntityManager,
  courseId: string,
  withDrafts: boolean,
  limit: number,
  after: AfterExam,
): Promise<ExamRow[]> {
  const statuses = withDrafts ? ['DRAFT', 'PUBLISHED', 'CLOSED'] : ['PUBLISHED', 'CLOSED'];
  const ids = await rows<{ id: string }>(
    em,
    `select id from exam.exam
      where course_id = ? and status = any(?::text[]) ${after ? `and ${position} > ${positionOfCursor}` : ''}
      order by ${position} limit ?`,
    [courseId, statuses, ...(after ?? []), limit],
  );
  return inOrder(em, ids);
}

/** Exams a learner is registered for, drafts left out, by opening time. */
export async function listExamsOfLearner(
  em: EntityManager,
  learnerId: string,
  limit: number,
  after: AfterExam,
): Promise<ExamRow[]> {
  const ids = await rows<{ id: string }>(
    em,
    `select id from exam.exam
      where status <> 'DRAFT' and id in (select exam_id from exam.registration where learner_id = ?)
        ${after ? `and ${position} > ${positionOfCursor}` : ''}
      order by ${position} limit ?`,
    [learnerId, ...(after ?? []), limit],
  );
  return inOrder(em, ids);
}

export async function countExamsOfCourse(em: EntityManager, courseId: string, withDrafts: boolean): Promise<number> {
  return em.count(examEntity, { courseId, ...(withDrafts ? {} : { status: { $ne: 'DRAFT' as const } }) });
}

export async function countExamsOfLearner(em: EntityManager, learnerId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    em,
    `select count(*)::int as count from exam.registration r join exam.exam e on e.id = r.exam_id
      where r.learner_id = ? and e.status <> 'DRAFT'`,
    [learnerId],
  );
  return row?.count ?? 0;
}

/** The values `listExams…` order by, as a cursor holds them. */
export function examCursor(exam: ExamRow): readonly string[] {
  return [exam.opensAt?.toISOString() ?? 'infinity', exam.id];
}

const position = "(coalesce(opens_at, 'infinity'), id)";
const positionOfCursor = '(?::timestamptz, ?::uuid)';

async function inOrder(em: EntityManager, ids: readonly { readonly id: string }[]): Promise<ExamRow[]> {
  const found = new Map(
    (
      await findExams(
        em,
        ids.map(({ id }) => id),
      )
    ).map((exam) => [exam.id, exam]),
  );
  return ids.flatMap(({ id }) => found.get(id) ?? []);
}

/** Reads an exam so that it is not closed or changed by anyone before the transaction ends; others may do the same. */
export async function shareExam(em: EntityManager, id: string): Promise<ExamRow | null> {
  // KEY SHARE is the weakest lock that FOR UPDATE of lockExam excludes, and what foreign keys take anyway.
  const [locked] = await rows<{ id: string }>(em, 'select id from exam.exam where id = ? for key share', [id]);
  return locked ? findExam(em, id) : null;
}

/** Locks an exam against others who change it, but not against attempts that start and end. */
export async function holdExam(em: EntityManager, id: string): Promise<ExamRow | null> {
  const [locked] = await rows<{ id: string }>(em, 'select id from exam.exam where id = ? for no key update', [id]);
  return locked ? findExam(em, id) : null;
}

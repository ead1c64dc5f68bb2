import { rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import { paperQuestionsMax } from '../paper/publish-obstacles.ts';
import type { Draw, DrawSettings, MatchedDraw } from './draw.ts';

const columns = `d.id, d.section_id as "sectionId", d.position, d.tags, d.difficulty_min as "difficultyMin",
  d.difficulty_max as "difficultyMax", d.question_count as "questionCount", d.points_each as "pointsEach"`;

/** The draws of an exam in order, each with the questions of the bank that match now. */
export async function listDraws(em: EntityManager, examId: string): Promise<MatchedDraw[]> {
  const found = await rows<Draw & { matchingCount: number; bankQuestionIds: string[] }>(
    em,
    `select ${columns}, coalesce(max(pool.count), 0)::int as "matchingCount",
            coalesce(array_agg(pool.id order by pool.id) filter (where pool.id is not null), '{}')::text[] as "bankQuestionIds"
       from exam.draw d join exam.exam e on e.id = d.exam_id
       left join lateral (
         select b.id, count(*) over () as count from exam.bank_question b
          where b.course_id = e.course_id and not b.is_archived and b.tags @> d.tags
            and (d.difficulty_min is null or b.difficulty >= d.difficulty_min)
            and (d.difficulty_max is null or b.difficulty <= d.difficulty_max)
          order by b.id limit ?
       ) pool on true
      where d.exam_id = ? group by d.id order by d.position`,
    [paperQuestionsMax, examId],
  );
  return found;
}

export async function countDraws(em: EntityManager, examId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(em, 'select count(*)::int as count from exam.draw where exam_id = ?', [
    examId,
  ]);
  return row?.count ?? 0;
}

export async function findDraw(em: EntityManager, id: string): Promise<(Draw & { readonly examId: string }) | null> {
  if (!isUuid(id)) return null;
  const [found] = await rows<Draw & { examId: string }>(
    em,
    `select ${columns}, d.exam_id as "examId" from exam.draw d where d.id = ?`,
    [id],
  );
  return found ?? null;
}

export async function insertDraw(
  em: EntityManager,
  examId: string,
  position: number,
  draw: DrawSettings,
): Promise<void> {
  await rows(
    em,
    `insert into exam.draw (id, exam_id, position, section_id, tags, difficulty_min, difficulty_max, question_count, points_each)
      values (?, ?, ?, ?, ?::text[], ?, ?, ?, ?)`,
    [newId(), examId, position, ...settings(draw)],
  );
}

export async function replaceDraw(em: EntityManager, id: string, draw: DrawSettings): Promise<void> {
  await rows(
    em,
    `update exam.draw set section_id = ?, tags = ?::text[], difficulty_min = ?, difficulty_max = ?,
            question_count = ?, points_each = ? where id = ?`,
    [...settings(draw), id],
  );
}

function settings(draw: DrawSettings): unknown[] {
  return [draw.sectionId, draw.tags, draw.difficultyMin, draw.difficultyMax, draw.questionCount, draw.pointsEach];
}

/** Removes a draw; those after it move up. */
export async function deleteDraw(em: EntityManager, examId: string, { id, position }: Draw): Promise<void> {
  await rows(em, 'delete from exam.draw where id = ?', [id]);
  await rows(em, 'update exam.draw set position = position - 1 where exam_id = ? and position > ?', [examId, position]);
}

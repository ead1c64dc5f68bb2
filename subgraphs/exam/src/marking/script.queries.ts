import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptStatus } from '../attempt/attempt-status.ts';
import { isUuid } from '../db/uuid.ts';
import type { ScriptStatus } from './settle-script.ts';

/** A script with what decides about it. */
export type ScriptRow = {
  readonly id: string;
  readonly examId: string;
  readonly attemptId: string;
  readonly questionId: string;
  readonly status: ScriptStatus;
  readonly points: number | null;
  /** Whoever it is kept for now; null: nobody. */
  readonly claimedBy: string | null;
  readonly learnerId: string;
  readonly paperId: string;
  readonly attemptStatus: AttemptStatus;
  readonly text: string;
  /** Of the attempt's scripts the first by id: ids are random, so it tells nothing of the attempt. */
  readonly firstScriptId: string;
};

export type MarkRow = {
  readonly scriptId: string;
  readonly markerId: string;
  readonly points: number;
  readonly feedback: string | null;
  readonly isDeciding: boolean;
  readonly markedAt: Date;
};

const columns = `s.id, s.exam_id as "examId", s.attempt_id as "attemptId", s.question_id as "questionId", s.status,
  s.points, case when s.claimed_until > now() then s.claimed_by end as "claimedBy", a.learner_id as "learnerId",
  a.paper_id as "paperId", a.status as "attemptStatus", coalesce(r.response->>'text', '') as text,
  (select min(o.id::text) from exam.essay_script o where o.attempt_id = s.attempt_id) as "firstScriptId"`;

const source = `exam.essay_script s join exam.attempt a on a.id = s.attempt_id
  left join exam.answer r on r.attempt_id = s.attempt_id and r.question_id = s.question_id`;

export async function findScript(em: EntityManager, id: string): Promise<ScriptRow | null> {
  if (!isUuid(id)) return null;
  const [script] = await rows<ScriptRow>(em, `select ${columns} from ${source} where s.id = ?`, [id]);
  return script ?? null;
}

/**
 * Locks a script and its attempt. The attempt comes first, as everybody takes them: of two who settle the last scripts
 * of an attempt, the second sees what the first did.
 */
export async function lockScript(em: EntityManager, id: string): Promise<ScriptRow | null> {
  await rows(
    em,
    `select 1 from exam.attempt
      where id = (select attempt_id from exam.essay_script where id = ?) for no key update`,
    [id],
  );
  await rows(em, 'select 1 from exam.essay_script where id = ? for update', [id]);
  return findScript(em, id);
}

/** The marks of scripts, first ones first. */
export async function listMarks(em: EntityManager, scriptIds: readonly string[]): Promise<MarkRow[]> {
  return rows(
    em,
    `select script_id as "scriptId", marker_id as "markerId", points, feedback, is_deciding as "isDeciding",
            marked_at as "markedAt"
       from exam.essay_mark where script_id = any(?::uuid[]) order by is_deciding, marked_at, marker_id`,
    [scriptIds],
  );
}

/** What those who marked wrote to the learners of these attempts, by question. */
export async function listMarkerFeedback(
  em: EntityManager,
  attemptIds: readonly string[],
): Promise<{ readonly attemptId: string; readonly questionId: string; readonly feedback: string }[]> {
  return rows(
    em,
    `select s.attempt_id as "attemptId", s.question_id as "questionId", m.feedback
       from exam.essay_script s join exam.essay_mark m on m.script_id = s.id
      where s.attempt_id = any(?::uuid[]) and m.feedback is not null
      order by m.is_deciding, m.marked_at, m.marker_id`,
    [attemptIds],
  );
}

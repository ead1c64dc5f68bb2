import { rows, transaction } from '@lectern/postgres';
import { inputErrors } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { isStorable } from '../db/storable-text.ts';
import type { RequestDeps } from '../deps.ts';
import { gradeMarked } from './grade-marked.ts';
import { markingErrors } from './marking.errors.ts';
import { listMarks, lockScript, type MarkRow } from './script.queries.ts';
import { getScriptToMark, isMarkable, type ScriptToMark, viewScript } from './script-access.ts';
import type { ScriptView } from './script-view.ts';
import { type Settlement, settleScript } from './settle-script.ts';

export type GivenMark = { readonly points: number; readonly feedback: string | null };

const feedbackLengthMax = 10_000;

/**
 * Marks a script that is kept for the viewer, or that they have marked before and that is not settled. When it was the
 * last of its attempt, the attempt is graded in the same transaction, and its learner is told afterwards. Giving a
 * settled script the same mark again changes nothing.
 */
export async function markScript(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'papers' | 'results' | 'rooms' | 'events'>,
  scriptId: string,
  given: GivenMark,
): Promise<ScriptView> {
  const found = await getScriptToMark(deps, scriptId);
  const paper = await deps.papers.get(found.script.paperId);
  const pointsMax = paper.questionById.get(found.script.questionId)?.pointsMax ?? 0;
  checkMark(given, pointsMax);

  const { view, graded, isNew } = await transaction(deps.em, async (em) => {
    const script = await lockScript(em, found.script.id);
    if (!script || !(isMarkable(script) || script.status === 'SETTLED')) throw markingErrors.make('SCRIPT_NOT_FOUND');
    const locked = { ...found, script };
    const marks = await listMarks(em, [script.id]);
    const own = marks.find(({ markerId }) => markerId === found.user.id);
    if (script.status === 'SETTLED') {
      if (own && isSame(own, given)) return { view: await viewScript(deps, em, locked), graded: [], isNew: false };
      throw markingErrors.make('SCRIPT_SETTLED');
    }
    if (!own && script.claimedBy !== found.user.id) throw markingErrors.make('SCRIPT_NOT_CLAIMED');
    await saveMark(em, locked, given, own?.isDeciding ?? script.status === 'DISAGREED');
    const settlement = settleScript(found.exam.marking, pointsMax, await listMarks(em, [script.id]));
    await saveSettlement(em, locked, settlement);
    await audit(em, locked);
    const ended = settlement.status === 'SETTLED' ? [script.attemptId] : [];
    const results: AttemptRow[] = await gradeMarked(em, deps.papers, ended, found.user.id);
    const marked = { ...script, status: settlement.status, points: settlement.points };
    return { view: await viewScript(deps, em, { ...locked, script: marked }), graded: results, isNew: true };
  });
  if (isNew) deps.events.essayMarked({ examId: found.exam.id, status: view.status });
  await deps.results.publish(graded);
  if (graded.length > 0) deps.rooms.touch(found.exam.id);
  return view;
}

function checkMark({ points, feedback }: GivenMark, pointsMax: number): void {
  if (!(points >= 0 && points <= pointsMax)) {
    const message = `The points must be 0 to ${pointsMax}.`;
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'points' } });
  }
  if (feedback !== null && (feedback.length > feedbackLengthMax || !isStorable(feedback))) {
    const message = `The feedback may have at most ${feedbackLengthMax} characters.`;
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'feedback' } });
  }
}

function isSame(own: MarkRow, { points, feedback }: GivenMark): boolean {
  return own.points === points && own.feedback === feedback;
}

async function saveMark(
  em: EntityManager,
  { script, user }: ScriptToMark,
  { points, feedback }: GivenMark,
  isDeciding: boolean,
): Promise<void> {
  await rows(
    em,
    `insert into exam.essay_mark (script_id, marker_id, points, feedback, is_deciding) values (?, ?, ?, ?, ?)
     on conflict (script_id, marker_id) do update
     set points = excluded.points, feedback = excluded.feedback, marked_at = now()`,
    [script.id, user.id, points, feedback, isDeciding],
  );
}

/** Who changes their own mark takes the script from nobody who has it now. */
async function saveSettlement(
  em: EntityManager,
  { script, user }: ScriptToMark,
  settlement: Settlement,
): Promise<void> {
  const isFree = settlement.status === 'SETTLED' || script.claimedBy === null || script.claimedBy === user.id;
  await rows(
    em,
    `update exam.essay_script set status = ?, points = ? ${isFree ? ', claimed_by = null, claimed_until = null' : ''}
      where id = ?`,
    [settlement.status, settlement.points, script.id],
  );
  if (settlement.status !== 'SETTLED') return;
  await rows(em, `update exam.answer set points_awarded = ? where attempt_id = ? and question_id = ?`, [
    settlement.points,
    script.attemptId,
    script.questionId,
  ]);
}

/** Where marking is anonymous the log names no attempt: those who read it are those who mark. Marks are never in it. */
async function audit(em: EntityManager, { script, exam, user }: ScriptToMark): Promise<void> {
  await appendAudit(em, [
    {
      courseId: exam.courseId,
      examId: exam.id,
      attemptId: exam.marking.isAnonymous ? null : script.attemptId,
      actor: user.id,
      action: 'ESSAY_MARKED',
      detail: { scriptId: script.id, questionId: script.questionId },
    },
  ]);
}

import { rows, transaction } from '@lectern/postgres';
import { inputErrors } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/audit-log.ts';
import { isStorable } from '../db/storable-text.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { lockExam } from '../exam/exam.queries.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import type { KnownPaper } from '../paper/paper-cache.ts';
import type { KeyChange } from './corrected-question.ts';
import type { KeyCorrection } from './key-correction.ts';
import { readChanges } from './read-changes.ts';
import { regradeExam } from './regrade-left.ts';

const reasonLengthMax = 1_000;
/** What the request itself grades anew, in a second or two; the sweep goes on where it stops. */
const regradedAtOnceMax = 2_000;

export type AppliedRegrade = {
  readonly exam: ExamRow;
  /** How many results are others than before, so far. */
  readonly changedCount: number;
};

/**
 * Puts keys right and grades anew. The corrections are committed first, with their reason; from then on hand-ins count
 * by the new keys, and what was graded by older ones is work left, done in short steps here and by the sweep. Applying
 * the same again writes nothing and goes on with what is left.
 */
export async function applyRegrade(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'papers' | 'results' | 'events'>,
  examId: string,
  changes: readonly KeyChange[],
  reason: string,
): Promise<AppliedRegrade> {
  const { user } = await getExamToTeach(deps, examId);
  checkReason(reason);
  const { exam, isNew } = await transaction(deps.em, async (em) => {
    const locked = await lockExam(em, examId);
    if (!locked) throw examErrors.make('EXAM_NOT_FOUND');
    const paper = await correctedPaperOf(deps, locked);
    const corrections = readChanges(paper, changes);
    if (corrections.length === 0) return { exam: locked, isNew: false };
    await saveCorrections(em, locked, corrections, { reason: reason.trim(), actor: user.id });
    return { exam: { ...locked, keyRevision: locked.keyRevision + 1 }, isNew: true };
  });
  if (isNew) deps.events.keysCorrected({ examId: exam.id, revision: exam.keyRevision });
  const { changed } = await regradeExam(deps, exam.id, regradedAtOnceMax);
  return { exam, changedCount: changed };
}

/** The published paper with its keys as they are; throws EXAM_NOT_PUBLISHED. */
export async function correctedPaperOf({ papers }: Pick<RequestDeps, 'papers'>, exam: ExamRow): Promise<KnownPaper> {
  if (exam.status === 'DRAFT' || exam.paperId === null) throw examErrors.make('EXAM_NOT_PUBLISHED');
  return papers.getCorrected(exam.paperId, exam.keyRevision);
}

function checkReason(reason: string): void {
  if (reason.trim() !== '' && reason.length <= reasonLengthMax && isStorable(reason)) return;
  const message = `The reason must have 1 to ${reasonLengthMax} characters.`;
  throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'reason' } });
}

async function saveCorrections(
  em: EntityManager,
  exam: ExamRow,
  corrections: readonly KeyCorrection[],
  { reason, actor }: { readonly reason: string; readonly actor: string },
): Promise<void> {
  await rows(
    em,
    `insert into exam.key_correction (exam_id, revision, question_id, is_voided, question, reason, corrected_by)
     select ?, c.revision, c.question_id, c.is_voided, c.question, ?, ?
       from unnest(?::int[], ?::uuid[], ?::boolean[], ?::jsonb[]) as c (revision, question_id, is_voided, question)`,
    [
      exam.id,
      reason,
      actor,
      corrections.map(({ revision }) => revision),
      corrections.map(({ questionId }) => questionId),
      corrections.map(({ isVoided }) => isVoided),
      corrections.map(({ question }) => (question === null ? null : JSON.stringify(question))),
    ],
  );
  await rows(em, 'update exam.exam set key_revision = key_revision + 1 where id = ?', [exam.id]);
  const questions = corrections.map(({ questionId, isVoided }) => ({ questionId, isVoided }));
  const detail = { revision: exam.keyRevision + 1, questions };
  const { id: examId, courseId } = exam;
  await appendAudit(em, [{ courseId, examId, actor, action: 'REGRADE_APPLIED', reason, detail }]);
}

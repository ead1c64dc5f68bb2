import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import type { RequestDeps } from '../deps.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { findScript } from './script.queries.ts';
import { viewScript } from './script-access.ts';
import type { ScriptView } from './script-view.ts';

/** How long a script is kept for whoever took it. */
export const leaseMinutes = 30;

/**
 * Gives the viewer the next script of an exam, or of one of its questions, and keeps it for them for half an hour; null
 * when there is none. Who has one that is not marked yet gets that one again. Of many who ask at once each gets another.
 */
export async function claimScript(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'papers'>,
  examId: string,
  questionId: string | null,
): Promise<ScriptView | null> {
  const { exam, user } = await getExamToTeach(deps, examId);
  if (questionId !== null && !isUuid(questionId)) return null;
  return transaction(deps.em, async (em) => {
    const claim = { examId: exam.id, questionId, markerId: user.id };
    const id = (await takeScript(em, claim, true)) ?? (await takeScript(em, claim, false));
    const script = id === null ? null : await findScript(em, id);
    return script && viewScript(deps, em, { script, exam, user });
  });
}

type Claim = { readonly examId: string; readonly questionId: string | null; readonly markerId: string };

/** In the order of random ids, question by question: who marks in a row compares like with like. */
async function takeScript(em: EntityManager, claim: Claim, isHeld: boolean): Promise<string | null> {
  const { examId, questionId, markerId } = claim;
  const claimed = isHeld
    ? 's.claimed_by = ? and s.claimed_until > now()'
    : '(s.claimed_until is null or s.claimed_until <= now() or s.claimed_by = ?)';
  const [taken] = await rows<{ id: string }>(
    em,
    `update exam.essay_script set claimed_by = ?, claimed_until = now() + make_interval(mins => ?)
      where id = (
        select s.id from exam.essay_script s join exam.attempt a on a.id = s.attempt_id
         where s.exam_id = ? ${questionId === null ? '' : 'and s.question_id = ?'} and s.status <> 'SETTLED' and ${claimed}
           and a.status in ('SUBMITTED', 'EXPIRED') and a.learner_id <> ?
           and not exists (select from exam.essay_mark m where m.script_id = s.id and m.marker_id = ?)
         order by s.question_id, s.id limit 1 for update of s skip locked
      ) returning id`,
    [markerId, leaseMinutes, examId, ...(questionId === null ? [] : [questionId]), markerId, markerId, markerId],
  );
  return taken?.id ?? null;
}

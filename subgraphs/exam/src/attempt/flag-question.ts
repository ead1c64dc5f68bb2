import { rows } from '@lectern/postgres';
import { requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { isInAttempt } from '../paper/questions-of-attempt.ts';
import { attemptErrors } from './attempt.errors.ts';
import { refuseStrangers } from './attempt-access.ts';

/** Marks a question of the viewer's running attempt to come back to, or takes the mark away. */
export async function flagQuestion(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'course' | 'loaders' | 'knownAttempts' | 'papers'>,
  attemptId: string,
  questionId: string,
  isFlagged: boolean,
): Promise<void> {
  const user = requireUser(deps.viewer);
  const attempt = await deps.knownAttempts.find(attemptId);
  if (attempt?.learnerId !== user.id) throw await refuseStrangers(deps, attemptId);
  const paper = await deps.papers.get(attempt.paperId);
  if (!isInAttempt(paper, attempt.seed, questionId)) throw attemptErrors.make('QUESTION_NOT_IN_ATTEMPT');
  const [row] = await rows<{ isTaken: boolean; isBegun: boolean; isPaused: boolean; isOverdue: boolean }>(
    deps.em,
    `with locked as materialized (
       select id, status = 'IN_PROGRESS' and paused_at is null and now() < accepts_until as is_running,
              status <> 'NOT_STARTED' as is_begun, paused_at is not null as is_paused,
              status = 'IN_PROGRESS' or coalesce(ending = 'TIME_RAN_OUT', false) as is_overdue
         from exam.attempt where id = ? for share
     ),
     flagged as (
       insert into exam.answer as a (attempt_id, question_id, is_flagged)
       select id, ?, ? from locked where is_running
       on conflict (attempt_id, question_id) do update set is_flagged = excluded.is_flagged
       returning 1
     )
     select exists (select from flagged) as "isTaken", is_begun as "isBegun", is_paused as "isPaused",
            is_overdue as "isOverdue" from locked`,
    [attemptId, questionId, isFlagged],
  );
  if (!row) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  if (row.isTaken) return;
  if (!row.isBegun) throw attemptErrors.make('ATTEMPT_NOT_STARTED');
  if (row.isPaused) throw attemptErrors.make('ATTEMPT_PAUSED');
  throw attemptErrors.make(row.isOverdue ? 'ATTEMPT_DEADLINE_PASSED' : 'ATTEMPT_ENDED');
}

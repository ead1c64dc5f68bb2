import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { PaperCache } from '../paper/paper-cache.ts';

/** An attempt that ends now, its row locked. */
export type EndedAttempt = {
  readonly id: string;
  readonly examId: string;
  readonly paperId: string;
  /** The exam's: essays voided since the exam was published need no marking. */
  readonly keyRevision: number;
};

/**
 * Gives the essays of ended attempts to those who mark. Returns the attempts that now wait for them; the others have
 * nothing to mark, as an essay without an answer has no points by itself. In an exam without essays nothing is read.
 *
 * An attempt that was opened again and ended once more: what was marked stays, but for essays written anew since.
 */
export async function createScripts(
  em: EntityManager,
  papers: Pick<PaperCache, 'getCorrected'>,
  attempts: readonly EndedAttempt[],
): Promise<ReadonlySet<string>> {
  const marked: EndedAttempt[] = [];
  const essayIds = new Set<string>();
  for (const attempt of attempts) {
    const paper = await papers.getCorrected(attempt.paperId, attempt.keyRevision);
    const essays = [...paper.essayIds].filter((id) => !paper.voidedIds.has(id));
    if (essays.length > 0) marked.push(attempt);
    for (const id of essays) essayIds.add(id);
  }
  if (marked.length === 0) return new Set();
  const ids = marked.map(({ id }) => id);
  await dropScriptsOfOtherTexts(em, ids);
  await rows(
    em,
    `insert into exam.essay_script (exam_id, attempt_id, question_id)
     select e.exam_id, a.attempt_id, a.question_id
       from exam.answer a join unnest(?::uuid[], ?::uuid[]) as e (attempt_id, exam_id) on e.attempt_id = a.attempt_id
      where a.attempt_id = any(?::uuid[]) and a.question_id = any(?::uuid[]) and a.response is not null
     on conflict (attempt_id, question_id) do nothing`,
    [ids, marked.map(({ examId }) => examId), ids, [...essayIds]],
  );
  const waiting = await rows<{ id: string }>(
    em,
    `select distinct attempt_id as id from exam.essay_script
      where attempt_id = any(?::uuid[]) and question_id = any(?::uuid[]) and status <> 'SETTLED'`,
    [ids, [...essayIds]],
  );
  return new Set(waiting.map(({ id }) => id));
}

/** Scripts whose text is not the one that was there when they were made. */
async function dropScriptsOfOtherTexts(em: EntityManager, attemptIds: readonly string[]): Promise<void> {
  await rows(
    em,
    `with stale as (
       select s.id from exam.essay_script s
         left join exam.answer a on a.attempt_id = s.attempt_id and a.question_id = s.question_id
        where s.attempt_id = any(?::uuid[]) and (a.response is null or a.saved_at > s.created_at)
     ), unmarked as (
       delete from exam.essay_mark where script_id in (select id from stale)
     )
     delete from exam.essay_script where id in (select id from stale)`,
    [attemptIds],
  );
}

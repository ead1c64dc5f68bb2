import { rows } from '@lectern/postgres';
import type { RequestDeps } from '../deps.ts';
import { getScriptToMark } from './script-access.ts';

/** Gives a claimed script back unmarked. What is not the viewer's to give back stays as it is. */
export async function releaseScript(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course'>,
  scriptId: string,
): Promise<{ readonly examId: string }> {
  const { script, user } = await getScriptToMark(deps, scriptId);
  await rows(
    deps.em,
    `update exam.essay_script set claimed_by = null, claimed_until = null where id = ? and claimed_by = ?`,
    [script.id, user.id],
  );
  return { examId: script.examId };
}

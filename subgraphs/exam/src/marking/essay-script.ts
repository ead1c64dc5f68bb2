import type { LecternError } from '@lectern/errors';
import type { RequestDeps } from '../deps.ts';
import { markingErrors } from './marking.errors.ts';
import { listMarks } from './script.queries.ts';
import { getScriptToMark, isMarkable, viewScript } from './script-access.ts';
import type { ScriptView } from './script-view.ts';

/** One script; null when there is none that the viewer may mark now or has marked. */
export async function essayScript(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'papers'>,
  scriptId: string,
): Promise<ScriptView | null> {
  const found = await getScriptToMark(deps, scriptId).catch((error: LecternError) => {
    if (error.code in markingErrors.definitions) return null;
    throw error;
  });
  if (!found) return null;
  const { script, user } = found;
  const hasMarked = (await listMarks(deps.em, [script.id])).some(({ markerId }) => markerId === user.id);
  const isFree = script.claimedBy === null || script.claimedBy === user.id;
  const mayMark = isMarkable(script) && script.status !== 'SETTLED' && isFree;
  return hasMarked || mayMark ? viewScript(deps, deps.em, found) : null;
}

import type { EntityManager } from '@mikro-orm/postgresql';
import type { QuestionDraft } from '../question/question.ts';
import { illustrationErrors } from './illustration.errors.ts';
import { listKnownIllustrations } from './illustration.queries.ts';
import { illustrationIds } from './illustration.ts';

/** Throws ILLUSTRATION_NOT_FOUND unless the course has all the pictures the questions name: no other's can be shown. */
export async function requireIllustrations(
  em: EntityManager,
  courseId: string,
  ...questions: readonly QuestionDraft[]
): Promise<void> {
  const named = questions.flatMap(illustrationIds);
  if (named.length === 0) return;
  const known = new Set(await listKnownIllustrations(em, courseId, named));
  if (!named.every((id) => known.has(id))) throw illustrationErrors.make('ILLUSTRATION_NOT_FOUND');
}

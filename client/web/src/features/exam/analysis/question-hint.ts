/** What the numbers of a question suggest to its author; null when nothing stands out. */
export type QuestionHint = 'suspicious' | 'weak';

/** Fewer attempts say nothing about a question. */
const attemptsMin = 10;

/** Below 0 the weak do better than the strong, as with a wrong key; below 0.2 it tells little (Ebel's rule of thumb). */
export function hintOf({
  discrimination,
  attemptCount,
}: {
  readonly discrimination: number | null;
  readonly attemptCount: number;
}): QuestionHint | null {
  if (discrimination === null || attemptCount < attemptsMin) return null;
  if (discrimination < 0) return 'suspicious';
  return discrimination < 0.2 ? 'weak' : null;
}

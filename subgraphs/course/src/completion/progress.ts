/** How far one learner is in one course. */
export type Progress = {
  readonly completedLessonCount: number;
  readonly lessonCount: number;
  /** Of the completion that came last. */
  readonly lastCompletedAt: Date | null;
  /** Null when nothing is left. */
  readonly nextLessonId: string | null;
};

/** Completed lessons per hundred, to one decimal; 0 for a course without lessons. */
export function percentOf(progress: Progress): number {
  if (progress.lessonCount === 0) return 0;
  return Math.round((progress.completedLessonCount / progress.lessonCount) * 1_000) / 10;
}

/** When the last lesson was completed; null while any is left. */
export function completedAtOf(progress: Progress): Date | null {
  const isComplete = progress.lessonCount > 0 && progress.completedLessonCount === progress.lessonCount;
  return isComplete ? progress.lastCompletedAt : null;
}

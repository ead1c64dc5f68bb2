import { requireUser } from '@lectern/subgraph';
import type { CourseProgressResolvers, MutationResolvers } from '../graphql/types.generated.ts';
import { completeLesson } from './complete-lesson.ts';
import { completedAtOf, percentOf } from './progress.ts';

export const completionMutations = {
  async completeLesson(_parent, { input }, deps) {
    const lesson = await deps.change((em) => completeLesson(em, deps.viewer, input.lessonId));
    deps.events.readingCompleted(lesson.id);
    const learnerId = requireUser(deps.viewer).id;
    return { lesson, progress: await deps.loaders.progress.load({ courseId: lesson.courseId, learnerId }) };
  },
} satisfies MutationResolvers;

export const progressFields = {
  percent: percentOf,
  completedAt: completedAtOf,
  nextLesson: ({ nextLessonId }, _args, { loaders }) =>
    nextLessonId === null ? null : loaders.lesson.load(nextLessonId),
} satisfies CourseProgressResolvers;

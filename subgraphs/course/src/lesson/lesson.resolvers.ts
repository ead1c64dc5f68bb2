import { findVisibleCourse, getCourse, isReadable } from '../course/visible-course.ts';
import type { RequestDeps } from '../deps.ts';
import { enrolmentErrors } from '../enrolment/enrolment.errors.ts';
import type {
  CourseResolvers,
  ExamLessonResolvers,
  LessonResolvers,
  ModuleResolvers,
  MutationResolvers,
  QueryResolvers,
  ReadingLessonResolvers,
  VideoLessonResolvers,
} from '../graphql/types.generated.ts';
import { addLesson, type LessonToAdd } from './add-lesson.ts';
import type { Lesson } from './lesson.entity.ts';
import { lessonErrors } from './lesson.errors.ts';
import { removeLesson } from './remove-lesson.ts';
import { updateLesson } from './update-lesson.ts';

export const lessonQueries = {
  lesson: (_parent, { id }, deps) => findVisibleLesson(deps, id),
} satisfies QueryResolvers;

export const lessonMutations = {
  async addReadingLesson(_parent, { input: { moduleId, title, body } }, deps) {
    return { lesson: await add(deps, { moduleId, title, content: { kind: 'READING', body } }) };
  },
  async addVideoLesson(_parent, { input: { moduleId, title, videoId = null } }, deps) {
    return { lesson: await add(deps, { moduleId, title, content: { kind: 'VIDEO', videoId } }) };
  },
  async addExamLesson(_parent, { input: { moduleId, title, examId = null } }, deps) {
    return { lesson: await add(deps, { moduleId, title, content: { kind: 'EXAM', examId } }) };
  },
  async updateLesson(_parent, { input }, deps) {
    return { lesson: await getLesson(deps, await deps.change((em) => updateLesson(em, deps.viewer, input))) };
  },
  async removeLesson(_parent, { input }, deps) {
    const courseId = await deps.change((em) => removeLesson(em, deps.viewer, input.lessonId));
    return { course: await getCourse(deps, courseId) };
  },
} satisfies MutationResolvers;

export const lessonsOfCourseFields = {
  lessonCount: (course, _args, { loaders }) => loaders.lessonCountOfCourse.load(course.id),
} satisfies CourseResolvers;

export const lessonsOfModuleFields = {
  lessons: (module, _args, { loaders }) => loaders.lessonsOfModule.load(module.id),
} satisfies ModuleResolvers;

const typeNames = { READING: 'ReadingLesson', VIDEO: 'VideoLesson', EXAM: 'ExamLesson' } as const;

export const lessonType = {
  __resolveType: (lesson) => typeNames[lesson.kind],
} satisfies LessonResolvers;

const shared = {
  __resolveReference: ({ id }: { readonly id: string }, deps: RequestDeps) => findVisibleLesson(deps, id),
  course: (lesson: Lesson, _args: unknown, deps: RequestDeps) => getCourse(deps, lesson.courseId),
  isCompleted: (lesson: Lesson, _args: unknown, { loaders }: RequestDeps) => loaders.isCompleted.load(lesson.id),
};

export const readingLessonFields = {
  ...shared,
  async body(lesson, _args, deps) {
    if (!(await isReadable(deps, lesson.courseId))) throw enrolmentErrors.make('NOT_ENROLLED');
    return deps.loaders.bodyOfLesson.load(lesson.id);
  },
  readingMinutes: (lesson) => lesson.readingMinutes ?? 1,
} satisfies ReadingLessonResolvers;

export const videoLessonFields = {
  ...shared,
  video: ({ videoId }) => (videoId ? { __typename: 'VideoAsset' as const, id: videoId } : null),
} satisfies VideoLessonResolvers;

export const examLessonFields = {
  ...shared,
  exam: ({ examId }) => (examId ? { __typename: 'Exam' as const, id: examId } : null),
} satisfies ExamLessonResolvers;

async function findVisibleLesson(deps: RequestDeps, id: string): Promise<Lesson | null> {
  const lesson = await deps.loaders.lesson.load(id);
  return lesson && (await findVisibleCourse(deps, lesson.courseId)) ? lesson : null;
}

async function getLesson({ loaders }: RequestDeps, id: string): Promise<Lesson> {
  const lesson = await loaders.lesson.load(id);
  if (!lesson) throw lessonErrors.make('LESSON_NOT_FOUND');
  return lesson;
}

async function add(deps: RequestDeps, lesson: LessonToAdd): Promise<Lesson> {
  return getLesson(deps, await deps.change((em) => addLesson(em, deps.viewer, lesson)));
}

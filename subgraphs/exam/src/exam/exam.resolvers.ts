import { readPage, requireUser, toConnection } from '@lectern/subgraph';
import { cursorParts } from '../graphql/cursor.ts';
import type {
  CourseResolvers,
  CreateExamInput,
  ExamResolvers,
  MutationResolvers,
  QueryResolvers,
  UpdateExamInput,
} from '../graphql/types.generated.ts';
import { createExam } from './create-exam.ts';
import {
  countExamsOfCourse,
  countExamsOfLearner,
  examCursor,
  listExamsOfCourse,
  listExamsOfLearner,
} from './exam.queries.ts';
import type { ExamSettings } from './exam.ts';
import { canSeeExam, isKnownToTeach } from './exam-access.ts';
import { updateExam } from './update-exam.ts';

export const examQueries = {
  async exam(_parent, { id }, deps) {
    const exam = await deps.loaders.exam.load(id);
    return exam && (await canSeeExam(deps, exam)) ? exam : null;
  },
  async myExams(_parent, args, { viewer, em }) {
    const { id } = requireUser(viewer);
    const page = readPage(args);
    const exams = await listExamsOfLearner(em, id, page.limit, cursorParts(page, 'instant', 'uuid'));
    return toConnection(exams, page, examCursor, () => countExamsOfLearner(em, id));
  },
} satisfies QueryResolvers;

export const examMutations = {
  async createExam(_parent, { input }, deps) {
    return { exam: await createExam(deps, input.courseId, settingsOf(input)) };
  },
  async updateExam(_parent, { input }, deps) {
    return { exam: await updateExam(deps, input.examId, changeOf(input)) };
  },
} satisfies MutationResolvers;

export const examFields = {
  async __resolveReference({ id }, deps) {
    const exam = await deps.loaders.exam.load(id);
    return exam && (await canSeeExam(deps, exam)) ? exam : null;
  },
  course: ({ courseId }) => ({ __typename: 'Course' as const, id: courseId }),
  questionCount: async ({ id }, _args, { loaders }) => (await loaders.totals.load(id)).questionCount,
  pointsMax: async ({ id }, _args, { loaders }) => (await loaders.totals.load(id)).pointsMax,
  viewerCanEdit: ({ courseId }, _args, deps) => isKnownToTeach(deps, courseId),
} satisfies ExamResolvers;

export const courseFields = {
  __resolveReference: ({ id }) => ({ __typename: 'Course' as const, id }),
  async exams({ id }, args, deps) {
    const page = readPage(args);
    const withDrafts = await isKnownToTeach(deps, id);
    const exams = await listExamsOfCourse(deps.em, id, withDrafts, page.limit, cursorParts(page, 'instant', 'uuid'));
    return toConnection(exams, page, examCursor, () => countExamsOfCourse(deps.em, id, withDrafts));
  },
} satisfies CourseResolvers;

/** The schema fills in its defaults; the generated types do not know of them. */
function settingsOf(input: CreateExamInput): ExamSettings {
  return {
    title: input.title.trim(),
    instructions: input.instructions ?? '',
    opensAt: input.opensAt ?? null,
    closesAt: input.closesAt ?? null,
    timeLimitSeconds: input.timeLimitSeconds ?? 3_600,
    passMarkPercent: input.passMarkPercent ?? 50,
    attemptsMax: input.attemptsMax ?? 1,
    resultVisibility: input.resultVisibility ?? 'OWN',
    shufflesQuestions: input.shufflesQuestions ?? true,
    shufflesChoices: input.shufflesChoices ?? true,
  };
}

/** What is left out stays. Null takes a window away; for other fields it means the same as leaving out. */
function changeOf({ examId: _examId, opensAt, closesAt, ...others }: UpdateExamInput): Partial<ExamSettings> {
  const given = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(opensAt === undefined ? {} : { opensAt }),
    ...(closesAt === undefined ? {} : { closesAt }),
  };
}

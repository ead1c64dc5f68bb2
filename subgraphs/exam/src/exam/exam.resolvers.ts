import { readPage, requireUser, toConnection } from '@lectern/subgraph';
import { cursorParts } from '../graphql/cursor.ts';
import type { CourseResolvers, ExamResolvers, MutationResolvers, QueryResolvers } from '../graphql/types.generated.ts';
import { createExam } from './create-exam.ts';
import {
  countExamsOfCourse,
  countExamsOfLearner,
  examCursor,
  listExamsOfCourse,
  listExamsOfLearner,
} from './exam.queries.ts';
import { canSeeExam, isKnownToSupervise, isKnownToTeach } from './exam-access.ts';
import { givenSettings } from './exam-input.ts';

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
    return { exam: await createExam(deps, input.courseId, givenSettings(input)) };
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
  needsAccessCode: ({ accessCode }) => accessCode !== null,
  accessCode: async (exam, _args, deps) => ((await isKnownToSupervise(deps, exam.courseId)) ? exam.accessCode : null),
  allowedNetworks: async (exam, _args, deps) =>
    (await isKnownToSupervise(deps, exam.courseId)) ? exam.allowedNetworks : null,
  viewerCanEdit: ({ courseId }, _args, deps) => isKnownToTeach(deps, courseId),
  viewerCanSupervise: ({ courseId }, _args, deps) => isKnownToSupervise(deps, courseId),
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

import { readPage, requireUser, toConnection } from '@lectern/subgraph';
import { cursorParts } from '../graphql/cursor.ts';
import type {
  CourseResolvers,
  CreateExamInput,
  ExamResolvers,
  MarkingRulesInput,
  MutationResolvers,
  QueryResolvers,
  ResultPolicyInput,
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
import type { ExamSettings, MarkingRules, ResultPolicy } from './exam.ts';
import { canSeeExam, isKnownToSupervise, isKnownToTeach } from './exam-access.ts';
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

/** The schema fills in its defaults; the generated types do not know of them. */
function settingsOf(input: CreateExamInput): ExamSettings {
  return {
    title: input.title.trim(),
    instructions: input.instructions ?? '',
    opensAt: input.opensAt ?? null,
    closesAt: input.closesAt ?? null,
    timeLimitSeconds: input.timeLimitSeconds ?? 3_600,
    passMarkPercent: input.passMarkPercent ?? 50,
    passMarkPoints: input.passMarkPoints ?? null,
    attemptsMax: input.attemptsMax ?? 1,
    attemptDelaySeconds: input.attemptDelaySeconds ?? 0,
    countingAttempt: input.countingAttempt ?? 'BEST',
    graceSeconds: input.graceSeconds ?? 10,
    navigation: input.navigation ?? 'FREE',
    accessCode: input.accessCode ?? null,
    allowedNetworks: input.allowedNetworks ?? [],
    resultVisibility: input.resultVisibility ?? 'OWN',
    resultPolicy: policyOf(input.resultPolicy),
    marking: markingOf(input.marking),
    shufflesQuestions: input.shufflesQuestions ?? true,
    shufflesChoices: input.shufflesChoices ?? true,
  };
}

/** What is left out stays. Null takes a window away; for other fields it means the same as leaving out. */
function changeOf(input: UpdateExamInput): Partial<ExamSettings> {
  const { examId: _examId, opensAt, closesAt, accessCode, passMarkPoints, resultPolicy, marking, ...others } = input;
  const given = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(opensAt === undefined ? {} : { opensAt }),
    ...(closesAt === undefined ? {} : { closesAt }),
    ...(accessCode === undefined ? {} : { accessCode }),
    ...(passMarkPoints === undefined ? {} : { passMarkPoints }),
    ...(resultPolicy ? { resultPolicy: policyOf(resultPolicy) } : {}),
    ...(marking ? { marking: markingOf(marking) } : {}),
  };
}

function policyOf(input: ResultPolicyInput | null | undefined): ResultPolicy {
  return {
    marks: input?.marks ?? 'AT_HAND_IN',
    rightAnswers: input?.rightAnswers ?? 'NEVER',
    feedback: input?.feedback ?? 'AT_HAND_IN',
    classStatistics: input?.classStatistics ?? 'NEVER',
  };
}

function markingOf(input: MarkingRulesInput | null | undefined): MarkingRules {
  return {
    isAnonymous: input?.isAnonymous ?? true,
    markersPerEssay: input?.markersPerEssay === 2 ? 2 : 1,
    toleratedDifferencePercent: input?.toleratedDifferencePercent ?? 10,
    onDisagreement: input?.onDisagreement ?? 'THIRD_MARKER',
  };
}

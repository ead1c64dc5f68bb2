import { accessErrors, readPage, requireUser, toConnection } from '@lectern/subgraph';
import { examErrors } from '../exam/exam.errors.ts';
import { supervises } from '../exam/exam-access.ts';
import { cursorParts } from '../graphql/cursor.ts';
import type { ExamResolvers, MutationResolvers, RegistrationResolvers } from '../graphql/types.generated.ts';
import { problemsCsv } from '../import/problems-csv.ts';
import { registerForExam } from './register-for-exam.ts';
import { registerFromFile } from './register-from-file.ts';
import { registerLearners } from './register-learners.ts';
import { countRegistrations, listRegistrations } from './registration.queries.ts';

const problemsShownMax = 1_000;

export const registrationMutations = {
  async registerForExam(_parent, { input }, deps) {
    return { registration: await registerForExam(deps, input.examId) };
  },
  async registerLearners(_parent, { input }, deps) {
    return registerLearners(deps, input.examId, input.learnerIds);
  },
  async registerLearnersFromFile(_parent, { input: { examId, contentBase64, isDryRun } }, deps) {
    const { problems, ...counts } = await registerFromFile(deps, examId, contentBase64, isDryRun);
    const shown = problems.slice(0, problemsShownMax);
    return { isDryRun, ...counts, problems: shown, problemsCsv: problemsCsv(problems) };
  },
} satisfies MutationResolvers;

export const registrationFields = {
  async __resolveReference({ id }, deps) {
    const registration = await deps.loaders.registration.load(id);
    if (!registration) return null;
    if (deps.viewer.kind === 'USER' && deps.viewer.id === registration.learnerId) return registration;
    const exam = await deps.loaders.exam.load(registration.examId);
    return exam && (await supervises(deps, exam.courseId)) ? registration : null;
  },
  async exam({ examId }, _args, { loaders }) {
    const exam = await loaders.exam.load(examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    return exam;
  },
  learner: ({ learnerId }) => ({ __typename: 'User' as const, id: learnerId }),
} satisfies RegistrationResolvers;

export const registrationsOfExam = {
  async registrations({ id, courseId }, args, deps) {
    requireUser(deps.viewer);
    if (!(await supervises(deps, courseId))) throw accessErrors.make('FORBIDDEN');
    const page = readPage(args);
    const found = await listRegistrations(deps.em, id, page.limit, cursorParts(page, 'instant', 'uuid'));
    const cursorOf = (row: (typeof found)[number]) => [row.registeredAt.toISOString(), row.id];
    return toConnection(found, page, cursorOf, () => countRegistrations(deps.em, id));
  },
  viewerIsRegistered: ({ id }, _args, { loaders }) => loaders.viewerIsRegistered.load(id),
} satisfies ExamResolvers;

import { accessErrors, requireUser } from '@lectern/subgraph';
import { isKnownToSupervise, supervises } from '../exam/exam-access.ts';
import type {
  AllowanceResolvers,
  ExamResolvers,
  LearnerGroupResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../graphql/types.generated.ts';
import { grantAllowance } from './grant-allowance.ts';
import { listGroups } from './learner-group.queries.ts';
import { removeLearnerGroup } from './remove-learner-group.ts';
import { revokeAllowance } from './revoke-allowance.ts';
import { saveLearnerGroup } from './save-learner-group.ts';

export const allowanceQueries = {
  async learnerGroups(_parent, { courseId }, deps) {
    requireUser(deps.viewer);
    if (!(await supervises(deps, courseId))) throw accessErrors.make('FORBIDDEN');
    return listGroups(deps.em, courseId);
  },
} satisfies QueryResolvers;

export const allowanceMutations = {
  grantAllowance: (_parent, { input }, deps) =>
    grantAllowance(deps, {
      examId: input.examId,
      learnerId: input.learnerId ?? null,
      groupId: input.groupId ?? null,
      extraSeconds: input.extraSeconds ?? 0,
      timeFactor: input.timeFactor ?? 1,
      extraAttempts: input.extraAttempts ?? 0,
      opensAt: input.opensAt ?? null,
      closesAt: input.closesAt ?? null,
      reason: input.reason,
    }),
  async revokeAllowance(_parent, { input }, deps) {
    return { exam: await revokeAllowance(deps, input.allowanceId, input.reason) };
  },
  async saveLearnerGroup(_parent, { input }, deps) {
    return { group: await saveLearnerGroup(deps, input) };
  },
  async removeLearnerGroup(_parent, { input }, deps) {
    return { groups: await removeLearnerGroup(deps, input.groupId) };
  },
} satisfies MutationResolvers;

export const allowanceFields = {
  learner: ({ learnerId }) => (learnerId === null ? null : { __typename: 'User' as const, id: learnerId }),
  group: ({ groupId }, _args, { loaders }) => (groupId === null ? null : loaders.learnerGroup.load(groupId)),
  grantedBy: ({ grantedBy }) => ({ __typename: 'User' as const, id: grantedBy }),
} satisfies AllowanceResolvers;

export const learnerGroupFields = {
  async members({ id }, _args, { loaders }) {
    const members = await loaders.membersOfGroup.load(id);
    return members.map(({ learnerId }) => ({ __typename: 'User' as const, id: learnerId }));
  },
} satisfies LearnerGroupResolvers;

export const allowancesOfExam = {
  async allowances({ id, courseId }, _args, deps) {
    return (await isKnownToSupervise(deps, courseId)) ? deps.loaders.allowances.load(id) : null;
  },
} satisfies ExamResolvers;

import { examErrors } from '../exam/exam.errors.ts';
import type {
  EssayMarkResolvers,
  EssayScriptResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../graphql/types.generated.ts';
import { claimScript } from './claim-script.ts';
import { essayScript } from './essay-script.ts';
import { markScript } from './mark-script.ts';
import { markingProgress } from './marking-progress.ts';
import { releaseScript } from './release-script.ts';

export const markingQueries = {
  markingProgress: (_parent, { examId }, deps) => markingProgress(deps, examId),
  essayScript: (_parent, { scriptId }, deps) => essayScript(deps, scriptId),
} satisfies QueryResolvers;

export const markingMutations = {
  async claimScript(_parent, { input }, deps) {
    return { script: await claimScript(deps, input.examId, input.questionId ?? null) };
  },
  async releaseScript(_parent, { input }, deps) {
    const { examId } = await releaseScript(deps, input.scriptId);
    return { progress: await markingProgress(deps, examId) };
  },
  async markScript(_parent, { input: { scriptId, points, feedback } }, deps) {
    const script = await markScript(deps, scriptId, { points, feedback: feedback?.trim() ? feedback : null });
    return { script, progress: await markingProgress(deps, script.examId) };
  },
} satisfies MutationResolvers;

export const essayScriptFields = {
  async exam({ examId }, _args, { loaders }) {
    const exam = await loaders.exam.load(examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    return exam;
  },
  learner: ({ learnerId }) => (learnerId === null ? null : { __typename: 'User' as const, id: learnerId }),
} satisfies EssayScriptResolvers;

export const essayMarkFields = {
  marker: ({ markerId }) => (markerId === null ? null : { __typename: 'User' as const, id: markerId }),
} satisfies EssayMarkResolvers;

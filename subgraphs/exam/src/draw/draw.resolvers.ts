import type { MutationResolvers, UpdateDrawInput } from '../graphql/types.generated.ts';
import { addDraw } from './add-draw.ts';
import type { DrawSettings } from './draw.ts';
import { removeDraw } from './remove-draw.ts';
import { updateDraw } from './update-draw.ts';

export const drawMutations = {
  async addDraw(_parent, { input: { examId, ...input } }, deps) {
    const draw = {
      sectionId: input.sectionId ?? null,
      tags: input.tags,
      difficultyMin: input.difficultyMin ?? null,
      difficultyMax: input.difficultyMax ?? null,
      questionCount: input.questionCount,
      pointsEach: input.pointsEach ?? 1,
    };
    return { paper: await addDraw(deps, examId, draw) };
  },
  async updateDraw(_parent, { input }, deps) {
    return { paper: await updateDraw(deps, input.drawId, changeOf(input)) };
  },
  async removeDraw(_parent, { input }, deps) {
    return { paper: await removeDraw(deps, input.drawId) };
  },
} satisfies MutationResolvers;

/** What is left out stays. Null takes away what can be none; for other fields it means the same as leaving out. */
function changeOf({ sectionId, tags, difficultyMin, difficultyMax, questionCount, pointsEach }: UpdateDrawInput) {
  const change: Partial<DrawSettings> = {
    ...(sectionId === undefined ? {} : { sectionId }),
    ...(difficultyMin === undefined ? {} : { difficultyMin }),
    ...(difficultyMax === undefined ? {} : { difficultyMax }),
    ...(tags ? { tags } : {}),
    ...(questionCount === null || questionCount === undefined ? {} : { questionCount }),
    ...(pointsEach === null || pointsEach === undefined ? {} : { pointsEach }),
  };
  return change;
}

import type { MutationResolvers } from '../graphql/types.generated.ts';
import { addSection } from './add-section.ts';
import { moveSection } from './move-section.ts';
import { removeSection } from './remove-section.ts';
import { updateSection } from './update-section.ts';

export const sectionMutations = {
  async addSection(_parent, { input: { examId, title, instructions } }, deps) {
    return { paper: await addSection(deps, examId, { title, instructions: instructions ?? '' }) };
  },
  async updateSection(_parent, { input: { sectionId, title, instructions } }, deps) {
    // Null means the same as leaving out: neither can be taken away.
    const change = {
      ...(title === null || title === undefined ? {} : { title }),
      ...(instructions === null || instructions === undefined ? {} : { instructions }),
    };
    return { paper: await updateSection(deps, sectionId, change) };
  },
  async removeSection(_parent, { input }, deps) {
    return { paper: await removeSection(deps, input.sectionId) };
  },
  async moveSection(_parent, { input }, deps) {
    return { paper: await moveSection(deps, input.sectionId, input.position) };
  },
} satisfies MutationResolvers;

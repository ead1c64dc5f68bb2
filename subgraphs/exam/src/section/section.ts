import { isStorable } from '../db/storable-text.ts';

/** Section: a part of an exam with a title of its own. */
export type Section = {
  readonly id: string;
  readonly position: number;
  readonly title: string;
  readonly instructions: string;
};

export const sectionLimits = { sectionsMax: 100, titleLengthMax: 200, instructionsLengthMax: 20_000 } as const;

/** The first thing wrong with a section; null when all is well. */
export function sectionProblem({
  title,
  instructions,
}: Pick<Section, 'title' | 'instructions'>): { readonly field: string; readonly message: string } | null {
  const { titleLengthMax, instructionsLengthMax } = sectionLimits;
  if (title.trim() === '' || title.length > titleLengthMax || !isStorable(title)) {
    return { field: 'title', message: `The title must have 1 to ${titleLengthMax} characters.` };
  }
  if (instructions.length > instructionsLengthMax || !isStorable(instructions)) {
    return { field: 'instructions', message: `The instructions may have at most ${instructionsLengthMax} characters.` };
  }
  return null;
}

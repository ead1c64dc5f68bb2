import type { QuestionDraft } from '../question/question.ts';

/** Illustration: a picture of a course's own, in the prompt or a choice of a question. */
export type IllustrationSize = { readonly width: number; readonly height: number };

export const mediaTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
export type MediaType = (typeof mediaTypes)[number];

export const illustrationLimits = { bytesMax: 2 * 1024 * 1024, sideMax: 10_000, altLengthMax: 500 } as const;

/** The pictures a question names. */
export function illustrationIds(question: QuestionDraft): string[] {
  const choices = 'choices' in question ? question.choices : [];
  const refs = [question.promptIllustration, ...choices.map(({ illustration }) => illustration)];
  return refs.flatMap((ref) => ref?.id ?? []);
}

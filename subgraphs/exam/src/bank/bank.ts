import { isStorable } from '../db/storable-text.ts';
import type { QuestionDraft } from '../question/question.ts';

/**
 * Bank: the questions of a course, for its exams to take and to draw from. Tag: a word that a question bears, by which
 * it is found and drawn. Version: the question as it was from one change to the next; none is ever changed.
 */

/** A question to be put into a bank. */
export type BankDraft = {
  readonly question: QuestionDraft;
  /** As `readTags` gives them. */
  readonly tags: readonly string[];
  /** 1 easy to 5 hard; null when nobody has said. */
  readonly difficulty: number | null;
};

export const bankLimits = { tagsMax: 20, tagLengthMax: 60, questionsMax: 100_000, takenTogetherMax: 200 } as const;

export type BankProblem = { readonly field: string; readonly message: string };

/** Tags as they are stored: trimmed, once each, in order; or what is wrong with them. */
export function readTags(given: readonly string[]): { readonly tags: readonly string[] } | BankProblem {
  const { tagsMax, tagLengthMax } = bankLimits;
  const field = 'tags';
  const tags = [...new Set(given.map((tag) => tag.normalize('NFC').trim().replaceAll(/\s+/g, ' ')))].sort();
  if (tags.some((tag) => tag === '' || tag.length > tagLengthMax || !isStorable(tag))) {
    return { field, message: `A tag must have 1 to ${tagLengthMax} characters.` };
  }
  if (tags.length > tagsMax) return { field, message: `There may be at most ${tagsMax} tags.` };
  return { tags };
}

/** What is wrong with a difficulty; null when all is well. */
export function difficultyProblem(difficulty: number | null, field = 'difficulty'): BankProblem | null {
  if (difficulty === null || (Number.isInteger(difficulty) && difficulty >= 1 && difficulty <= 5)) return null;
  return { field, message: 'The difficulty must be 1 to 5.' };
}

/** Whether two questions ask the same with the same key: ids, which are new at every writing, do not matter. */
export function isSameQuestion(one: QuestionDraft, other: QuestionDraft): boolean {
  return canonical(one) === canonical(other);
}

/** Ids become the places at which they were first met; members come in order, and those without a value not at all. */
function canonical(draft: QuestionDraft): string {
  const places = new Map<unknown, number>();
  const placeOf = (id: unknown): number => {
    const place = places.get(id) ?? places.size;
    places.set(id, place);
    return place;
  };
  // What can be referred to comes before what refers to it.
  const { id: _id, premises, ...rest } = { id: null, premises: null, ...draft };
  return JSON.stringify([rest, premises], (key, value: unknown) => {
    if (key === 'promptIllustration' || key === 'illustration') return value ? JSON.stringify(value) : undefined;
    if (key === 'id' || key === 'targetId') return placeOf(value);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value ?? undefined;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

import type { Item } from '../question/question.ts';
import { shuffled } from './order.ts';
import type { Paper, PaperIllustration, PaperQuestion } from './paper.ts';
import { questionsOfAttempt } from './questions-of-attempt.ts';

/** A question as it may be shown to a learner: no key. `position` counts from 1. */
export type ShownQuestion = {
  readonly id: string;
  readonly position: number;
  readonly prompt: string;
  readonly pointsMax: number;
  readonly sectionId: string | null;
  readonly illustration: PaperIllustration | null;
} & (
  | {
      readonly kind: 'SINGLE_CHOICE' | 'MULTIPLE_CHOICE';
      readonly choices: readonly (Item & { readonly illustration: PaperIllustration | null })[];
    }
  | { readonly kind: 'TRUE_FALSE' }
  | { readonly kind: 'NUMERIC'; readonly unit: string | null }
  | { readonly kind: 'SHORT_TEXT' }
  | { readonly kind: 'MATCHING'; readonly premises: readonly Item[]; readonly targets: readonly Item[] }
  | { readonly kind: 'ORDERING'; readonly items: readonly Item[] }
  | { readonly kind: 'ESSAY'; readonly wordsMax: number | null }
);

/** What the learner of one attempt sees. */
export function shownQuestions(paper: Paper, seed: number): ShownQuestion[] {
  return questionsOfAttempt(paper, seed).map((question, index) => shown(question, index + 1, paper, seed));
}

/** Member by member, so that nothing new in a question can slip through. */
function shown(question: PaperQuestion, position: number, paper: Paper, seed: number): ShownQuestion {
  const { id, prompt, pointsMax, sectionId = null, promptIllustration: illustration = null } = question;
  const common = { id, position, prompt, pointsMax, sectionId, illustration };
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE': {
      const choices = paper.shufflesChoices ? shuffled(question.choices, seed, id) : question.choices;
      return {
        ...common,
        kind: question.kind,
        choices: choices.map((choice) => ({
          id: choice.id,
          text: choice.text,
          illustration: choice.illustration ?? null,
        })),
      };
    }
    case 'NUMERIC':
      return { ...common, kind: question.kind, unit: question.unit };
    case 'MATCHING': {
      const { premises, targets } = question;
      return {
        ...common,
        kind: question.kind,
        premises: plain(premises),
        targets: shuffled(byId(plain(targets)), seed, id),
      };
    }
    case 'ORDERING':
      return { ...common, kind: question.kind, items: otherOrder(plain(question.items), seed, id) };
    case 'ESSAY':
      return { ...common, kind: question.kind, wordsMax: question.wordsMax };
    case 'TRUE_FALSE':
    case 'SHORT_TEXT':
      return { ...common, kind: question.kind };
    default:
      return question satisfies never;
  }
}

function plain(items: readonly Item[]): Item[] {
  return items.map(({ id, text }) => ({ id, text }));
}

/**
 * What is shuffled where the authored order is the key, or follows it. Seeds are small, and how they shuffle is known:
 * whoever finds their own out, from questions whose authored order can be guessed, gets back to this and no further.
 */
function byId(items: readonly Item[]): Item[] {
  return items.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** Enough that it ends by itself with certainty for all that matters; two things are in their own order every second time. */
const triesMax = 64;

/** Things to put in order are never shown in the right one, which would be an answer without a question. */
function otherOrder(items: readonly Item[], seed: number, salt: string): Item[] {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const order = shuffled(byId(items), seed, tries === 0 ? salt : `${salt}/${tries}`);
    // Of two the other order would be the answer to whoever knows this rule.
    if (items.length < 3 || order.some((item, place) => item !== items[place])) return order;
  }
  return [...items.slice(1), ...items.slice(0, 1)];
}

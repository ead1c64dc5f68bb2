import { matchingProblems, orderingProblems } from './item-problems.ts';
import { questionLimits } from './question-limits.ts';
import { shortTextProblems } from './short-text-problems.ts';
import { sameTextKey, textProblems } from './text-problems.ts';

export { questionLimits } from './question-limits.ts';

/**
 * Question: what is asked, with its key. Choice: something that can be chosen. Key: what makes an answer right; it
 * never leaves this service except to those who teach the course.
 */

/** A picture of the course's own, and what it shows for those who cannot see it. */
export type IllustrationRef = { readonly id: string; readonly alt: string };

export type Choice = {
  readonly id: string;
  readonly text: string;
  readonly isRight: boolean;
  readonly illustration?: IllustrationRef | null;
};

/**
 * How several right things make points. ALL_OR_NOTHING: all of them and no other. PARTIAL: the share of what is right,
 * of choices less the share of what is wrong. PARTIAL_NEGATIVE: a wrong choice takes away what a right one gives. Never
 * below 0; the formulas are in grading/share-right.ts.
 */
export type PartialScoring = 'ALL_OR_NOTHING' | 'PARTIAL' | 'PARTIAL_NEGATIVE';
export type ToleranceKind = 'ABSOLUTE' | 'RELATIVE';
/** Something with a text of its own: the left or right side of a match, or a thing to put in order. */
export type Item = { readonly id: string; readonly text: string };

/** What depends on the kind. Stored as JSON beside the kind. */
export type QuestionContent =
  | { readonly kind: 'SINGLE_CHOICE'; readonly choices: readonly Choice[] }
  | {
      readonly kind: 'MULTIPLE_CHOICE';
      readonly choices: readonly Choice[];
      /** Absent in what was written before it could be chosen: ALL_OR_NOTHING. */
      readonly scoring?: PartialScoring;
    }
  | { readonly kind: 'TRUE_FALSE'; readonly isTrue: boolean }
  | {
      readonly kind: 'NUMERIC';
      readonly number: number;
      readonly tolerance: number;
      /** RELATIVE: the tolerance is a share of the right number, 0.05 for five per cent. Absent: ABSOLUTE. */
      readonly toleranceKind?: ToleranceKind;
      readonly unit: string | null;
    }
  | {
      readonly kind: 'SHORT_TEXT';
      readonly acceptedTexts: readonly string[];
      /** Absent: true. */
      readonly foldsCase?: boolean;
      /** Absent: true. */
      readonly foldsSpace?: boolean;
      /** A regular expression in RE2's syntax that accepts the whole text, besides the accepted texts. */
      readonly pattern?: string | null;
    }
  | {
      readonly kind: 'MATCHING';
      /** The left side, each with the target that belongs to it. */
      readonly premises: readonly (Item & { readonly targetId: string })[];
      /** The right side; some may belong to nothing, some to several. */
      readonly targets: readonly Item[];
      readonly scoring: Exclude<PartialScoring, 'PARTIAL_NEGATIVE'>;
    }
  | {
      readonly kind: 'ORDERING';
      /** In the right order; learners always see another. */
      readonly items: readonly Item[];
      readonly scoring: Exclude<PartialScoring, 'PARTIAL_NEGATIVE'>;
    }
  | {
      readonly kind: 'ESSAY';
      readonly wordsMax: number | null;
      /** For those who mark: what is expected. A key like any other. */
      readonly guidance: string;
    };

export type QuestionKind = QuestionContent['kind'];

/** A question that has no id yet. */
export type QuestionDraft = {
  readonly prompt: string;
  readonly pointsMax: number;
  /** The explanation, shown with the result as the exam's policy says. */
  readonly feedback?: string | null;
  readonly promptIllustration?: IllustrationRef | null;
} & QuestionContent;

export type Question = { readonly id: string } & QuestionDraft;

/** One thing wrong with a question: which field, a stable code, and a sentence that names no key. */
export type QuestionProblem = { readonly field: string; readonly code: string; readonly message: string };

/** Everything wrong with a question, by field; empty when it can be asked. `choiceField` names the field of a choice. */
export function questionProblems(
  draft: QuestionDraft,
  choiceField: (index: number) => string = (index) => `choices.${index}`,
): QuestionProblem[] {
  return [
    ...promptProblems(draft.prompt),
    ...pointsProblems(draft.pointsMax),
    ...feedbackProblems(draft.feedback),
    ...illustrationProblems('promptIllustration', draft.promptIllustration),
    ...contentProblems(draft, choiceField),
  ];
}

function contentProblems(content: QuestionContent, choiceField: (index: number) => string): QuestionProblem[] {
  switch (content.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return choicesProblems(content.kind, content.choices, choiceField);
    case 'TRUE_FALSE':
      return [];
    case 'NUMERIC':
      return numericProblems(content);
    case 'SHORT_TEXT':
      return shortTextProblems(content);
    case 'MATCHING':
      return matchingProblems(content);
    case 'ORDERING':
      return orderingProblems(content.items);
    case 'ESSAY':
      return essayProblems(content);
    default:
      return content satisfies never;
  }
}

function promptProblems(prompt: string): QuestionProblem[] {
  const field = 'prompt';
  if (prompt.trim() === '') return [{ field, code: 'PROMPT_MISSING', message: 'The question asks nothing.' }];
  return textProblems(field, prompt, questionLimits.promptLengthMax, 'PROMPT_TOO_LONG');
}

function pointsProblems(points: number): QuestionProblem[] {
  if (Number.isFinite(points) && points > 0 && points <= questionLimits.pointsMax) return [];
  const message = `Points must be more than 0 and at most ${questionLimits.pointsMax}.`;
  return [{ field: 'pointsMax', code: 'POINTS_OUT_OF_RANGE', message }];
}

function feedbackProblems(feedback: string | null | undefined): QuestionProblem[] {
  return textProblems('feedback', feedback ?? '', questionLimits.feedbackLengthMax, 'FEEDBACK_TOO_LONG');
}

function illustrationProblems(field: string, illustration: IllustrationRef | null | undefined): QuestionProblem[] {
  if (!illustration) return [];
  if (illustration.alt.trim() === '') {
    const message = 'Say what the picture shows, for those who cannot see it.';
    return [{ field, code: 'ALT_MISSING', message }];
  }
  return textProblems(field, illustration.alt, questionLimits.altLengthMax, 'ALT_TOO_LONG');
}

function choicesProblems(
  kind: 'SINGLE_CHOICE' | 'MULTIPLE_CHOICE',
  choices: readonly Choice[],
  choiceField: (index: number) => string,
): QuestionProblem[] {
  const { choicesMin, choicesMax, choiceLengthMax } = questionLimits;
  const problems = choices.flatMap(({ text, illustration }, index): QuestionProblem[] => {
    const field = choiceField(index);
    const pictured = illustrationProblems(field, illustration);
    if (text.trim() === '')
      return [{ field, code: 'CHOICE_MISSING', message: 'The choice says nothing.' }, ...pictured];
    return [...textProblems(field, text, choiceLengthMax, 'CHOICE_TOO_LONG'), ...pictured];
  });
  problems.push(...repeatedChoices(choices, choiceField));
  if (choices.length < choicesMin) {
    problems.push({
      field: 'choices',
      code: 'CHOICES_TOO_FEW',
      message: `There must be at least ${choicesMin} choices.`,
    });
  }
  if (choices.length > choicesMax) {
    problems.push({
      field: 'choices',
      code: 'CHOICES_TOO_MANY',
      message: `There may be at most ${choicesMax} choices.`,
    });
  }
  const rightCount = choices.filter(({ isRight }) => isRight).length;
  if (rightCount === 0) {
    problems.push({ field: 'answer', code: 'ANSWER_MISSING', message: 'No choice is marked as right.' });
  }
  if (kind === 'SINGLE_CHOICE' && rightCount > 1) {
    const message = 'A question with one answer has several choices marked as right.';
    problems.push({ field: 'answer', code: 'ANSWERS_TOO_MANY', message });
  }
  return problems;
}

function repeatedChoices(choices: readonly Choice[], choiceField: (index: number) => string): QuestionProblem[] {
  const first = new Map<string, number>();
  const problems: QuestionProblem[] = [];
  for (const [index, { text }] of choices.entries()) {
    const key = sameTextKey(text);
    if (key === '') continue;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    else {
      const message = `It says the same as ${choiceField(earlier)}.`;
      problems.push({ field: choiceField(index), code: 'CHOICE_REPEATED', message });
    }
  }
  return problems;
}

function numericProblems(content: Extract<QuestionContent, { kind: 'NUMERIC' }>): QuestionProblem[] {
  const problems: QuestionProblem[] = [];
  if (!Number.isFinite(content.number)) {
    problems.push({ field: 'answer', code: 'ANSWER_NOT_A_NUMBER', message: 'The answer must be a number.' });
  }
  problems.push(...toleranceProblems(content));
  if (content.unit !== null) {
    problems.push(...textProblems('unit', content.unit, questionLimits.unitLengthMax, 'UNIT_TOO_LONG'));
  }
  return problems;
}

function toleranceProblems(content: Extract<QuestionContent, { kind: 'NUMERIC' }>): QuestionProblem[] {
  const { tolerance, toleranceKind = 'ABSOLUTE', number } = content;
  const field = 'tolerance';
  const code = 'TOLERANCE_OUT_OF_RANGE';
  if (!Number.isFinite(tolerance) || tolerance < 0) {
    return [{ field, code, message: 'The tolerance must be a number of 0 or more.' }];
  }
  if (toleranceKind === 'ABSOLUTE') return [];
  if (tolerance > 1) return [{ field, code, message: 'As a share the tolerance is at most 1; 0.05 is five per cent.' }];
  if (number !== 0 || tolerance === 0) return [];
  const message = 'A share of 0 is 0; give the tolerance in the unit of the number.';
  return [{ field, code: 'TOLERANCE_OF_ZERO', message }];
}

function essayProblems(content: Extract<QuestionContent, { kind: 'ESSAY' }>): QuestionProblem[] {
  const { essayWordsMax, guidanceLengthMax } = questionLimits;
  const { wordsMax, guidance } = content;
  const problems = textProblems('guidance', guidance, guidanceLengthMax, 'GUIDANCE_TOO_LONG');
  if (wordsMax === null || (Number.isInteger(wordsMax) && wordsMax > 0 && wordsMax <= essayWordsMax)) return problems;
  const message = `The bound must be a whole number of words from 1 to ${essayWordsMax}.`;
  return [{ field: 'wordsMax', code: 'WORDS_OUT_OF_RANGE', message }, ...problems];
}

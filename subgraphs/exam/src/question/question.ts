import { isStorable } from '../db/storable-text.ts';

/**
 * Question: what is asked, with its key. Choice: something that can be chosen. Key: what makes an answer right; it
 * never leaves this service except to those who teach the course.
 */

export type Choice = { readonly id: string; readonly text: string; readonly isRight: boolean };

/** What depends on the kind. Stored as JSON beside the kind. */
export type QuestionContent =
  | { readonly kind: 'SINGLE_CHOICE' | 'MULTIPLE_CHOICE'; readonly choices: readonly Choice[] }
  | { readonly kind: 'TRUE_FALSE'; readonly isTrue: boolean }
  | { readonly kind: 'NUMERIC'; readonly number: number; readonly tolerance: number; readonly unit: string | null }
  | { readonly kind: 'SHORT_TEXT'; readonly acceptedTexts: readonly string[] };

export type QuestionKind = QuestionContent['kind'];

/** A question that has no id yet. */
export type QuestionDraft = { readonly prompt: string; readonly pointsMax: number } & QuestionContent;

export type Question = { readonly id: string } & QuestionDraft;

/** One thing wrong with a question: which field, a stable code, and a sentence that names no key. */
export type QuestionProblem = { readonly field: string; readonly code: string; readonly message: string };

export const questionLimits = {
  promptLengthMax: 10_000,
  choiceLengthMax: 2_000,
  choicesMin: 2,
  choicesMax: 20,
  pointsMax: 10_000,
  unitLengthMax: 40,
  acceptedTextsMax: 50,
  /** Also the longest text a learner can give. */
  textLengthMax: 200,
} as const;

/** Everything wrong with a question, by field; empty when it can be asked. `choiceField` names the field of a choice. */
export function questionProblems(
  draft: QuestionDraft,
  choiceField: (index: number) => string = (index) => `choices.${index}`,
): QuestionProblem[] {
  return [...promptProblems(draft.prompt), ...pointsProblems(draft.pointsMax), ...contentProblems(draft, choiceField)];
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
      return acceptedTextsProblems(content.acceptedTexts);
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

function choicesProblems(
  kind: 'SINGLE_CHOICE' | 'MULTIPLE_CHOICE',
  choices: readonly Choice[],
  choiceField: (index: number) => string,
): QuestionProblem[] {
  const { choicesMin, choicesMax, choiceLengthMax } = questionLimits;
  const problems = choices.flatMap(({ text }, index): QuestionProblem[] => {
    const field = choiceField(index);
    if (text.trim() === '') return [{ field, code: 'CHOICE_MISSING', message: 'The choice says nothing.' }];
    return textProblems(field, text, choiceLengthMax, 'CHOICE_TOO_LONG');
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
    const key = text.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
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

function numericProblems(content: { number: number; tolerance: number; unit: string | null }): QuestionProblem[] {
  const problems: QuestionProblem[] = [];
  if (!Number.isFinite(content.number)) {
    problems.push({ field: 'answer', code: 'ANSWER_NOT_A_NUMBER', message: 'The answer must be a number.' });
  }
  if (!Number.isFinite(content.tolerance) || content.tolerance < 0) {
    const message = 'The tolerance must be a number of 0 or more.';
    problems.push({ field: 'tolerance', code: 'TOLERANCE_OUT_OF_RANGE', message });
  }
  if (content.unit !== null) {
    problems.push(...textProblems('unit', content.unit, questionLimits.unitLengthMax, 'UNIT_TOO_LONG'));
  }
  return problems;
}

function acceptedTextsProblems(texts: readonly string[]): QuestionProblem[] {
  const { acceptedTextsMax, textLengthMax } = questionLimits;
  const field = 'answer';
  if (texts.length === 0 || texts.some((text) => text.trim() === '')) {
    return [{ field, code: 'ANSWER_MISSING', message: 'There must be at least one accepted text, and none empty.' }];
  }
  if (texts.length > acceptedTextsMax) {
    return [{ field, code: 'ANSWERS_TOO_MANY', message: `There may be at most ${acceptedTextsMax} accepted texts.` }];
  }
  return texts.flatMap((text) => textProblems(field, text, textLengthMax, 'ANSWER_TOO_LONG'));
}

function textProblems(field: string, text: string, lengthMax: number, tooLong: string): QuestionProblem[] {
  if (!isStorable(text)) {
    return [{ field, code: 'TEXT_NOT_STORABLE', message: 'It holds a NUL or half of a surrogate pair.' }];
  }
  if (text.length > lengthMax)
    return [{ field, code: tooLong, message: `It may have at most ${lengthMax} characters.` }];
  return [];
}

import { RE2JS } from 're2js';
import type { QuestionContent, QuestionProblem } from './question.ts';
import { questionLimits } from './question-limits.ts';
import { textProblems } from './text-problems.ts';

type ShortText = Extract<QuestionContent, { kind: 'SHORT_TEXT' }>;

/** What is wrong with the accepted texts and the pattern; one of the two must be there. */
export function shortTextProblems({ acceptedTexts, pattern }: ShortText): QuestionProblem[] {
  const hasPattern = pattern !== undefined && pattern !== null;
  const texts = acceptedTexts.length === 0 && hasPattern ? [] : acceptedTextsProblems(acceptedTexts);
  return hasPattern ? [...texts, ...patternProblems(pattern)] : texts;
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

function patternProblems(pattern: string): QuestionProblem[] {
  const field = 'pattern';
  if (pattern === '') return [{ field, code: 'PATTERN_NOT_VALID', message: 'The pattern is empty.' }];
  const problems = textProblems(field, pattern, questionLimits.patternLengthMax, 'PATTERN_TOO_LONG');
  if (problems.length > 0 || compiles(pattern)) return problems;
  const message = 'The pattern is no regular expression in the syntax of RE2.';
  return [{ field, code: 'PATTERN_NOT_VALID', message }];
}

/** RE2's expressions take time in proportion to the text, whatever they are; what would not is refused here. */
function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

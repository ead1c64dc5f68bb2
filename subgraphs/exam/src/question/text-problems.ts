import { isStorable } from '../db/storable-text.ts';
import type { QuestionProblem } from './question.ts';

/** What is wrong with a text of any field: it cannot be stored, or it is longer than `lengthMax`. */
export function textProblems(field: string, text: string, lengthMax: number, tooLong: string): QuestionProblem[] {
  if (!isStorable(text)) {
    return [{ field, code: 'TEXT_NOT_STORABLE', message: 'It holds a NUL or half of a surrogate pair.' }];
  }
  if (text.length > lengthMax) {
    return [{ field, code: tooLong, message: `It may have at most ${lengthMax} characters.` }];
  }
  return [];
}

/** Texts that differ in nothing but spacing and the form of their letters have the same key. */
export function sameTextKey(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
}

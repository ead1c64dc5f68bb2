import { isDeepStrictEqual } from 'node:util';
import { inputErrors } from '@lectern/subgraph';
import { isStorable } from '../db/storable-text.ts';
import type { KnownPaper } from '../paper/paper-cache.ts';
import { correctedQuestion, givenFields, type KeyChange } from './corrected-question.ts';
import type { KeyCorrection } from './key-correction.ts';
import { regradeErrors } from './regrade.errors.ts';

const changesMax = 100;

/**
 * The corrections that changes ask for, against the paper with its keys as they are; those that would change nothing
 * are left out. Throws BAD_INPUT, QUESTION_NOT_IN_PAPER or KEY_CHANGE_NOT_VALID, which name the place.
 */
export function readChanges(paper: KnownPaper, changes: readonly KeyChange[]): KeyCorrection[] {
  if (changes.length < 1 || changes.length > changesMax) {
    const message = `Give 1 to ${changesMax} changes.`;
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'changes' } });
  }
  const isTwice = new Set(changes.map(({ questionId }) => questionId)).size < changes.length;
  if (isTwice) {
    const message = 'A question is named twice.';
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'changes' } });
  }
  return changes.flatMap((change, index) => readChange(paper, change, `changes.${index}`));
}

function readChange(paper: KnownPaper, change: KeyChange, place: string): KeyCorrection[] {
  const { questionId } = change;
  const before = paper.questionById.get(questionId);
  if (!before) throw regradeErrors.make('QUESTION_NOT_IN_PAPER', { facts: { field: place } });
  const isVoided = paper.voidedIds.has(questionId);
  const revision = paper.keyRevision + 1;
  if (change.isVoided) {
    const [other] = givenFields(change);
    if (other) throw notValid(`${place}.${other}`, 'A question that shall not count needs no key.');
    return isVoided ? [] : [{ revision, questionId, isVoided: true, question: null }];
  }
  const corrected = correctedQuestion(before, change);
  if ('field' in corrected) throw notValid(`${place}.${corrected.field}`, corrected.message);
  const { question } = corrected;
  if (!isStorable(JSON.stringify(change))) throw notValid(place, 'The key holds a NUL or half of a surrogate pair.');
  if (!isVoided && isDeepStrictEqual(question, before)) return [];
  return [{ revision, questionId, isVoided: false, question }];
}

function notValid(field: string, message: string) {
  return regradeErrors.make('KEY_CHANGE_NOT_VALID', { message, facts: { field } });
}

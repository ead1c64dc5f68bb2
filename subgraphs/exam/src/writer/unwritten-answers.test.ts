import { describe, expect, it } from '@jest/globals';
import { outcomeOfUnwritten, type UnwrittenFacts } from './unwritten-answers.ts';

const savedAt = new Date('2026-03-01T10:00:00Z');
const running: UnwrittenFacts = {
  status: 'IN_PROGRESS',
  ending: null,
  isPaused: false,
  isInTime: true,
  isOnDevice: true,
  remainingSeconds: 60,
  storedSequence: null,
  savedAt: null,
  isSame: false,
};
const stored = { storedSequence: 5, savedAt, isSame: false };
const receipt = { kind: 'STORED', storedSequence: 5, savedAt };
const ended = { status: 'GRADED', ending: 'HANDED_IN', remainingSeconds: 0 };

describe('an answer with number 5 that was not written', () => {
  it.each([
    ['a newer one is stored', { ...stored, storedSequence: 6 }, { kind: 'STORED', storedSequence: 6 }],
    ['the same is stored', { ...stored, isSame: true }, receipt],
    ['another one has its number', stored, { kind: 'ANSWER_SEQUENCE_TAKEN', storedSequence: 5 }],
    ['the same is stored, the attempt has ended', { ...stored, ...ended, isSame: true }, receipt],
    ['another one has its number, the attempt has ended', { ...stored, ...ended }, { kind: 'ANSWER_SEQUENCE_TAKEN' }],
    ['the same is stored, from another device', { ...stored, isSame: true, isOnDevice: false }, receipt],
    ['the same is stored, the attempt is paused', { ...stored, isSame: true, isPaused: true }, receipt],
    ['an older one is stored: write again', { ...stored, storedSequence: 4 }, undefined],
    ['only a flag is there: write again', { storedSequence: 0 }, undefined],
    ['nothing is there: write again', {}, undefined],
    ['there is no attempt', { status: null }, { kind: 'ATTEMPT_NOT_FOUND' }],
    ['the attempt has not begun', { status: 'NOT_STARTED' }, { kind: 'ATTEMPT_NOT_STARTED' }],
    ['handed in', ended, { kind: 'ATTEMPT_ENDED' }],
    ['waits for markers', { ...ended, status: 'SUBMITTED' }, { kind: 'ATTEMPT_ENDED' }],
    ['ended by the sweep', { ...ended, ending: 'TIME_RAN_OUT' }, { kind: 'ATTEMPT_DEADLINE_PASSED' }],
    ['voided', { status: 'VOIDED' }, { kind: 'ATTEMPT_ENDED' }],
    ['past the grace', { isInTime: false }, { kind: 'ATTEMPT_DEADLINE_PASSED' }],
    ['paused, whatever the clock says', { isPaused: true, isInTime: false }, { kind: 'ATTEMPT_PAUSED' }],
    ['from another device', { isOnDevice: false }, { kind: 'ATTEMPT_ON_OTHER_DEVICE' }],
  ])('%s', (_name, change, outcome) => {
    const found = outcomeOfUnwritten(5, { ...running, ...change });
    if (outcome === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(outcome);
  });
});

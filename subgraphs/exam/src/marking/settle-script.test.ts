import { describe, expect, it } from '@jest/globals';
import type { MarkingRules } from '../exam/exam.ts';
import { type Mark, type Settlement, settleScript } from './settle-script.ts';

const one: MarkingRules = {
  isAnonymous: true,
  markersPerEssay: 1,
  toleratedDifferencePercent: 10,
  onDisagreement: 'THIRD_MARKER',
};
const two = (onDisagreement: MarkingRules['onDisagreement'], toleratedDifferencePercent = 10): MarkingRules => ({
  ...one,
  markersPerEssay: 2,
  toleratedDifferencePercent,
  onDisagreement,
});
const marks = (...points: number[]): Mark[] => points.map((each) => ({ points: each, isDeciding: false }));
const deciding = (points: number): Mark => ({ points, isDeciding: true });
const waiting: Settlement = { status: 'WAITING', points: null };
const settled = (points: number): Settlement => ({ status: 'SETTLED', points });

describe('a script of 20 points', () => {
  it.each<[string, MarkingRules, Mark[], Settlement]>([
    ['waits without a mark', one, [], waiting],
    ['is settled by one marker, where one marks', one, marks(13), settled(13)],
    ['is settled by one who gives nothing', one, marks(0), settled(0)],
    ['waits for the second, where two mark', two('MEAN'), marks(13), waiting],
    ['is the mean of two who agree', two('THIRD_MARKER'), marks(12, 14), settled(13)],
    ['is the mean of two who give the same', two('THIRD_MARKER', 0), marks(12.1, 12.1), settled(12.1)],
    [
      'is in dispute beyond what is tolerated',
      two('THIRD_MARKER'),
      marks(12, 14.01),
      { status: 'DISAGREED', points: null },
    ],
    [
      'is in dispute by anything where nothing is tolerated',
      two('THIRD_MARKER', 0),
      marks(12, 12.5),
      { status: 'DISAGREED', points: null },
    ],
    ['is never in dispute where everything is tolerated', two('THIRD_MARKER', 100), marks(0, 20), settled(10)],
    ['forgives rounding at the bound', two('THIRD_MARKER', 0.5), marks(0.3, 0.2), settled(0.25)],
    ['is the mean of two who disagree, by that rule', two('MEAN'), marks(5, 15), settled(10)],
    ['is the higher of two who disagree, by that rule', two('HIGHER'), marks(5, 15), settled(15)],
    ['is the lower of two who disagree, by that rule', two('LOWER'), marks(15, 5), settled(5)],
    ['is the mean of two who agree, whatever the rule', two('HIGHER'), marks(12, 13), settled(12.5)],
    ['is what the third says', two('THIRD_MARKER'), [...marks(5, 15), deciding(7)], settled(7)],
    [
      'is what the third says, even if the two come to agree',
      two('THIRD_MARKER'),
      [...marks(15, 15), deciding(7)],
      settled(7),
    ],
    ['with two marks keeps the rule for two when the rules became those for one', one, marks(12, 13), settled(12.5)],
  ])('%s', (_name, rules, given, settlement) => {
    expect(settleScript(rules, 20, given)).toEqual(settlement);
  });
});

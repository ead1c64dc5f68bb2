import { describe, expect, it } from '@jest/globals';
import { returnWaitMs } from './return-wait.ts';

describe('the wait before coming back', () => {
  it.each([
    { advice: 'RETURN', failureCount: 1, from: 0, to: 1_000 },
    { advice: 'RENEW', failureCount: 1, from: 0, to: 1_000 },
    { advice: 'RETURN', failureCount: 2, from: 0, to: 2_000 },
    { advice: 'RETURN', failureCount: 5, from: 0, to: 16_000 },
    { advice: 'RETURN', failureCount: 50, from: 0, to: 30_000 },
    { advice: 'RETURN_LATE', failureCount: 1, from: 10_000, to: 20_000 },
    { advice: 'RETURN_LATE', failureCount: 50, from: 60_000, to: 120_000 },
  ] as const)('after $advice, failure $failureCount: from $from to $to ms', ({ advice, failureCount, from, to }) => {
    expect(returnWaitMs(advice, failureCount, () => 0)).toBe(from);
    expect(returnWaitMs(advice, failureCount, () => 1)).toBe(to);
  });
});

import { expect, it } from '@jest/globals';
import type { AttemptRow } from './attempt.entity.ts';
import { createKnownAttempts } from './known-attempts.ts';

const begun: AttemptRow = {
  id: '01890000-0000-7000-8000-000000000001',
  examId: '01890000-0000-7000-8000-000000000002',
  learnerId: 'ani',
  number: 1,
  status: 'IN_PROGRESS',
  ending: null,
  paperId: '01890000-0000-7000-8000-000000000003',
  seed: 42,
  startedAt: new Date(0),
  deadlineAt: new Date(3_600_000),
  acceptsUntil: new Date(3_600_000),
  extraSeconds: 0,
  opensAt: null,
  closesAt: null,
  pausedAt: null,
  pausedSeconds: 0,
  deviceId: null,
  deviceLabel: null,
  lastSeenAt: new Date(0),
  keyRevision: 0,
  revision: 1,
  submittedAt: null,
  gradedAt: null,
  pointsAwarded: null,
  pointsMax: null,
  scorePercent: null,
  isPassed: null,
};

function knownWithoutDatabase() {
  return createKnownAttempts(() => {
    throw new Error('the database was asked');
  });
}

it.each([
  ['FREE', false],
  ['ONE_WAY', true],
] as const)(
  'what has begun is known without asking, with how its exam is gone through: %s',
  async (navigation, isOneWay) => {
    const known = knownWithoutDatabase();
    known.remember(begun, { status: 'PUBLISHED', navigation });
    expect(await known.find(begun.id)).toEqual({ learnerId: 'ani', paperId: begun.paperId, seed: 42, isOneWay });
  },
);

it('nothing is remembered by what the exam was as a draft', async () => {
  const known = knownWithoutDatabase();
  known.remember(begun, { status: 'DRAFT', navigation: 'FREE' });
  await expect(known.find(begun.id)).rejects.toThrow('the database was asked');
});

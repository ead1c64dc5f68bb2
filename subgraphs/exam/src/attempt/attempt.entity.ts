import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { AttemptEnding, AttemptStatus } from './attempt-status.ts';

export const attemptEntity = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  properties: {
    id: p.uuid().primary(),
    examId: p.uuid(),
    learnerId: p.text(),
    number: p.integer(),
    status: p.text().$type<AttemptStatus>(),
    ending: p.text().$type<AttemptEnding>().strictNullable(),
    paperId: p.uuid(),
    /** With the paper it decides the order of questions and choices. */
    seed: p.integer(),
    /** Null while NOT_STARTED. */
    startedAt: p.datetime(3).strictNullable(),
    deadlineAt: p.datetime(3).strictNullable(),
    /** The deadline and the exam's grace: until then answers that were on their way still count. */
    acceptsUntil: p.datetime(3).strictNullable(),
    /** What allowances add to the time limit. */
    extraSeconds: p.integer(),
    /** A window of its own; null: the exam's. */
    opensAt: p.datetime(3).strictNullable(),
    closesAt: p.datetime(3).strictNullable(),
    pausedAt: p.datetime(3).strictNullable(),
    pausedSeconds: p.double().$type<number>(),
    deviceId: p.text().strictNullable(),
    deviceLabel: p.text().strictNullable(),
    lastSeenAt: p.datetime(3).strictNullable(),
    keyRevision: p.integer(),
    revision: p.integer(),
    submittedAt: p.datetime(3).strictNullable(),
    gradedAt: p.datetime(3).strictNullable(),
    pointsAwarded: p.double().$type<number>().strictNullable(),
    pointsMax: p.double().$type<number>().strictNullable(),
    scorePercent: p.double().$type<number>().strictNullable(),
    isPassed: p.boolean().strictNullable(),
  },
});

export type AttemptRow = InferEntity<typeof attemptEntity>;

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
    startedAt: p.datetime(3),
    deadlineAt: p.datetime(3),
    submittedAt: p.datetime(3).strictNullable(),
    gradedAt: p.datetime(3).strictNullable(),
    pointsAwarded: p.double().$type<number>().strictNullable(),
    pointsMax: p.double().$type<number>().strictNullable(),
    scorePercent: p.double().$type<number>().strictNullable(),
    isPassed: p.boolean().strictNullable(),
  },
});

export type AttemptRow = InferEntity<typeof attemptEntity>;

import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { CountingAttempt, ExamStatus, MarkingRules, Navigation, ResultPolicy, ResultVisibility } from './exam.ts';

export const examEntity = defineEntity({
  name: 'Exam',
  tableName: 'exam',
  properties: {
    id: p.uuid().primary(),
    courseId: p.text(),
    title: p.text(),
    instructions: p.text(),
    status: p.text().$type<ExamStatus>(),
    opensAt: p.datetime(3).strictNullable(),
    closesAt: p.datetime(3).strictNullable(),
    timeLimitSeconds: p.integer(),
    passMarkPercent: p.double().$type<number>(),
    passMarkPoints: p.double().$type<number>().strictNullable(),
    attemptsMax: p.integer(),
    attemptDelaySeconds: p.integer(),
    countingAttempt: p.text().$type<CountingAttempt>(),
    graceSeconds: p.integer(),
    navigation: p.text().$type<Navigation>(),
    accessCode: p.text().strictNullable(),
    allowedNetworks: p.array().$type<readonly string[]>(),
    resultPolicy: p.json<ResultPolicy>(),
    marking: p.json<MarkingRules>(),
    keyRevision: p.integer(),
    resultVisibility: p.text().$type<ResultVisibility>(),
    shufflesQuestions: p.boolean(),
    shufflesChoices: p.boolean(),
    paperId: p.uuid().strictNullable(),
    version: p.integer(),
    hasEndedAttempts: p.boolean(),
    createdBy: p.text(),
  },
});

export type ExamRow = InferEntity<typeof examEntity>;

import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { ExamStatus, ResultVisibility } from './exam.ts';

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
    attemptsMax: p.integer(),
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

import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Response } from '../grading/response.ts';

export const answerEntity = defineEntity({
  name: 'Answer',
  tableName: 'answer',
  properties: {
    attemptId: p.uuid().primary(),
    questionId: p.uuid().primary(),
    response: p.json<Response>().strictNullable(),
    pointsAwarded: p.double().$type<number>().strictNullable(),
    isFlagged: p.boolean(),
    sequence: p.integer(),
    savedAt: p.datetime(3).strictNullable(),
  },
});

export type AnswerRow = InferEntity<typeof answerEntity>;

import { defineEntity, p } from '@mikro-orm/core';
import type { Question } from '../question/question.ts';

export const paperEntity = defineEntity({
  name: 'Paper',
  tableName: 'paper',
  properties: {
    id: p.uuid().primary(),
    examId: p.uuid(),
    shufflesQuestions: p.boolean(),
    shufflesChoices: p.boolean(),
    pointsMax: p.double().$type<number>(),
    questionCount: p.integer(),
    questions: p.json<readonly Question[]>(),
  },
});

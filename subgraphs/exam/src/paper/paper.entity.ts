import { defineEntity, p } from '@mikro-orm/core';
import type { PaperDraw, PaperQuestion, PaperSection } from './paper.ts';

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
    /** Asked for by SQL alone. */
    bankQuestionIds: p.array().$type<readonly string[]>().lazy(),
    sections: p.json<readonly PaperSection[]>(),
    draws: p.json<readonly PaperDraw[]>(),
    questions: p.json<readonly PaperQuestion[]>(),
  },
});

import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { QuestionKind } from './question.ts';

export const questionEntity = defineEntity({
  name: 'Question',
  tableName: 'question',
  properties: {
    id: p.uuid().primary(),
    examId: p.uuid(),
    position: p.integer(),
    kind: p.text().$type<QuestionKind>(),
    prompt: p.text(),
    pointsMax: p.double().$type<number>(),
    /** What depends on the kind, the key included. */
    content: p.json<Readonly<Record<string, unknown>>>(),
    sectionId: p.uuid().strictNullable(),
    /** The question of the bank it was taken from, and in which version. */
    bankQuestionId: p.uuid().strictNullable(),
    bankVersion: p.integer().strictNullable(),
  },
});

export type QuestionRow = InferEntity<typeof questionEntity>;

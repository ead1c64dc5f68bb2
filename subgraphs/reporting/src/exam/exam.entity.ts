import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** What reporting knows of an exam: enough to say who may see its numbers, and what to call its file. */
export const ExamEntity = defineEntity({
  name: 'Exam',
  schema: 'reporting',
  tableName: 'exam',
  properties: {
    examId: p.text().primary(),
    courseId: p.text(),
    title: p.text(),
    status: p.text(),
    version: p.bigint('number'),
  },
});

export type Exam = InferEntity<typeof ExamEntity>;

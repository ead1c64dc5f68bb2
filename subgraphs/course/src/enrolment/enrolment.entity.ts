import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const EnrolmentEntity = defineEntity({
  name: 'Enrolment',
  schema: 'course',
  tableName: 'enrolment',
  properties: {
    /** Made when the row is, so that the order by id is the order of enrolling. */
    id: p.uuid().primary(),
    courseId: p.uuid(),
    learnerId: p.text(),
    enrolledAt: p.datetime(),
  },
});

export type Enrolment = InferEntity<typeof EnrolmentEntity>;

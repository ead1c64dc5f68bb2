import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const registrationEntity = defineEntity({
  name: 'Registration',
  tableName: 'registration',
  properties: {
    id: p.uuid().primary(),
    examId: p.uuid(),
    learnerId: p.text(),
    registeredAt: p.datetime(3),
  },
});

/** That a learner will sit an exam. */
export type RegistrationRow = InferEntity<typeof registrationEntity>;

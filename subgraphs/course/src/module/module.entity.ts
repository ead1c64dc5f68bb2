import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const ModuleEntity = defineEntity({
  name: 'Module',
  schema: 'course',
  tableName: 'module',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    title: p.text(),
    /** From 1, without gaps. */
    position: p.integer(),
  },
});

export type Module = InferEntity<typeof ModuleEntity>;

import { systemClock } from '@lectern/runtime';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { roles } from './user.ts';

/** better-auth's user with what Lectern adds to it; passwords and providers are in `accounts`, which only better-auth reads. */
export const UserEntity = defineEntity({
  name: 'User',
  schema: 'identity',
  tableName: 'users',
  properties: {
    id: p.text().primary(),
    name: p.text(),
    email: p.text(),
    emailVerified: p.boolean(),
    roles: p.array((text) => roles.find((role) => role === text) ?? 'LEARNER'),
    locale: p.text(),
    isSuspended: p.boolean(),
    createdAt: p.datetime(),
    updatedAt: p.datetime().onUpdate(() => new Date(systemClock.now())),
  },
});

export type User = InferEntity<typeof UserEntity>;

import { rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';

export type UserChange = 'CREATED' | 'ROLES_SET' | 'SUSPENDED' | 'RESTORED';

/** Notes who changed what an account may do; append-only, in the transaction of the change. */
export async function logUserChange(
  em: EntityManager,
  userIds: readonly string[],
  change: UserChange,
  by: string,
  detail: object = {},
): Promise<void> {
  await rows(
    em,
    `insert into identity.user_log (id, user_id, change, detail, by)
     select entry.id, entry.user_id, ?, ?::jsonb, ? from unnest(?::text[], ?::text[]) as entry (id, user_id)`,
    [change, JSON.stringify(detail), by, userIds.map(() => newId()), [...userIds]],
  );
}

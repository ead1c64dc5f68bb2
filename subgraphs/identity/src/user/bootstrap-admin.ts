import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createUsers } from './create-users.ts';
import { setUserRoles } from './set-user-roles.ts';
import { UserEntity } from './user.entity.ts';
import { lockAdmins } from './user.queries.ts';
import { withLearner } from './user.ts';

/**
 * Makes the first admin where there is none: a new account, or the existing one with that address, whose password
 * stays. Where an admin exists it does nothing, so it may run at every start and in every replica.
 */
export async function bootstrapAdmin(
  em: EntityManager,
  admin: { readonly email: string; readonly password: string },
): Promise<'CREATED' | 'PROMOTED' | 'NOT_NEEDED'> {
  return transaction(em, async (inner) => {
    await lockAdmins(inner);
    const existing = await rows(inner, `select 1 from identity.users where roles @> array['ADMIN'] limit 1`);
    if (existing.length > 0) return 'NOT_NEEDED';
    const user = await inner.findOne(UserEntity, { email: admin.email });
    if (user) {
      await setUserRoles(inner, { userId: user.id, roles: withLearner([...user.roles, 'ADMIN']), by: 'bootstrap' });
      return 'PROMOTED';
    }
    await createUsers(inner, [{ name: 'Administrator', ...admin, roles: ['ADMIN'] }], 'bootstrap');
    return 'CREATED';
  });
}

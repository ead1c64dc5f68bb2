import { transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendIdentityEvent, endSessions } from './sessions.ts';
import type { User } from './user.entity.ts';
import { lockAdmins, lockUser, requireAnotherAdmin } from './user.queries.ts';
import { type Role, withLearner } from './user.ts';
import { logUserChange } from './user-log.ts';

/**
 * Sets the roles of an account. Its sessions end, because the tokens made from them carry the old roles. Throws
 * USER_NOT_FOUND or LAST_ADMIN_REQUIRED. Setting the roles it has changes nothing.
 */
export async function setUserRoles(
  em: EntityManager,
  change: { readonly userId: string; readonly roles: readonly Role[]; readonly by: string },
): Promise<{ readonly user: User; readonly isChanged: boolean }> {
  const roles = withLearner(change.roles);
  return transaction(em, async (inner) => {
    if (!roles.includes('ADMIN')) await lockAdmins(inner);
    const user = await lockUser(inner, change.userId);
    const before = withLearner(user.roles);
    if (before.join() === roles.join()) return { user, isChanged: false };
    if (before.includes('ADMIN') && !roles.includes('ADMIN')) await requireAnotherAdmin(inner, user.id);
    user.roles = roles;
    await inner.flush();
    await logUserChange(inner, [user.id], 'ROLES_SET', change.by, { before, roles });
    await appendIdentityEvent(inner, {
      type: 'identity.user.roles-changed.v1',
      payload: { userId: user.id, roles },
    });
    await endSessions(inner, user.id);
    return { user, isChanged: true };
  });
}

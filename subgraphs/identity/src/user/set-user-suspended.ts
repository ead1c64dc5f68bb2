import { transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from './sessions.ts';
import type { User } from './user.entity.ts';
import { lockAdmins, lockUser, requireAnotherAdmin } from './user.queries.ts';
import { logUserChange } from './user-log.ts';

/**
 * Refuses or allows sign-in of an account; refusing ends its sessions. Throws USER_NOT_FOUND, or LAST_ADMIN_REQUIRED
 * when nobody could administer the platform any more. Repeating it changes nothing.
 */
export async function setUserSuspended(
  em: EntityManager,
  change: { readonly userId: string; readonly isSuspended: boolean; readonly by: string },
): Promise<{ readonly user: User; readonly isChanged: boolean }> {
  return transaction(em, async (inner) => {
    if (change.isSuspended) await lockAdmins(inner);
    const user = await lockUser(inner, change.userId);
    if (user.isSuspended === change.isSuspended) return { user, isChanged: false };
    if (change.isSuspended && user.roles.includes('ADMIN')) await requireAnotherAdmin(inner, user.id);
    user.isSuspended = change.isSuspended;
    await inner.flush();
    await logUserChange(inner, [user.id], change.isSuspended ? 'SUSPENDED' : 'RESTORED', change.by);
    if (change.isSuspended) await endSessions(inner, user.id);
    return { user, isChanged: true };
  });
}

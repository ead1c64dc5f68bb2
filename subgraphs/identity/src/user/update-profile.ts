import { transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { readLocale, readName } from './profile.ts';
import type { User } from './user.entity.ts';
import { lockUser } from './user.queries.ts';

/** Changes name and language of an account; what is not given stays. Throws BAD_INPUT or USER_NOT_FOUND. */
export async function updateProfile(
  em: EntityManager,
  userId: string,
  change: { readonly name?: string | null | undefined; readonly locale?: string | null | undefined },
): Promise<User> {
  const name = change.name == null ? undefined : readName(change.name);
  const locale = change.locale == null ? undefined : readLocale(change.locale);
  return transaction(em, async (inner) => {
    const user = await lockUser(inner, userId);
    if (name !== undefined) user.name = name;
    if (locale !== undefined) user.locale = locale;
    await inner.flush();
    return user;
  });
}

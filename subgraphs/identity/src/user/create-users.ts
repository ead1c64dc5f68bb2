import { isUniqueViolation, rows, transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import { inputErrors } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { hashPassword, passwordLength } from '../auth/password-hash.ts';
import { readEmail, readLocale, readName } from './profile.ts';
import type { User } from './user.entity.ts';
import { userErrors } from './user.errors.ts';
import { listUsersById } from './user.queries.ts';
import { type Role, withLearner } from './user.ts';
import { logUserChange } from './user-log.ts';

export type NewUser = {
  readonly name: string;
  readonly email: string;
  readonly password?: string | null | undefined;
  readonly roles?: readonly Role[] | null | undefined;
  readonly locale?: string | null | undefined;
};

type CheckedUser = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password: string | undefined;
  readonly roles: readonly Role[];
  readonly locale: string;
};

const usersMax = 500;
/** Argon2 runs in libuv's pool of four threads; more at a time would only hold more memory. */
const hashesAtOnce = 4;

/**
 * Makes accounts, all or none, and returns them in the order given. Their addresses count as verified: an admin vouches
 * for them, and so the person may come in through the school's OIDC provider. Throws BAD_INPUT with the field, or
 * USER_EMAIL_TAKEN with the addresses.
 */
export async function createUsers(em: EntityManager, users: readonly NewUser[], by: string): Promise<User[]> {
  const checked = checkUsers(users);
  if (checked.length === 0) return [];
  // Before the transaction: 500 hashes take seconds, and a transaction should not.
  const hashes = await hashAll(checked);
  try {
    return await transaction(em, async (inner) => {
      await refuseTakenEmails(inner, checked);
      await insertUsers(inner, checked, hashes);
      const ids = checked.map(({ id }) => id);
      await logUserChange(inner, ids, 'CREATED', by);
      const created = new Map((await listUsersById(inner, ids)).map((user) => [user.id, user]));
      return ids.flatMap((id) => created.get(id) ?? []);
    });
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_key')) throw userErrors.make('USER_EMAIL_TAKEN', { cause: error });
    throw error;
  }
}

function checkUsers(users: readonly NewUser[]): CheckedUser[] {
  if (users.length > usersMax) {
    throw badInput('users', `At most ${usersMax} accounts can be made at once.`);
  }
  const seen = new Set<string>();
  return users.map((user, index) => {
    const field = `users.${index}`;
    const email = readEmail(user.email, `${field}.email`);
    if (seen.has(email)) throw badInput(`${field}.email`, 'This e-mail address is in the list twice.');
    seen.add(email);
    const password = user.password ?? undefined;
    if (password !== undefined && (password.length < passwordLength.min || password.length > passwordLength.max)) {
      const { min, max } = passwordLength;
      throw badInput(`${field}.password`, `A password must have ${min} to ${max} characters.`);
    }
    return {
      id: newId(),
      name: readName(user.name, `${field}.name`),
      email,
      password,
      roles: withLearner(user.roles ?? []),
      locale: readLocale(user.locale ?? 'en', `${field}.locale`),
    };
  });
}

async function hashAll(users: readonly CheckedUser[]): Promise<readonly (string | null)[]> {
  const hashes: (string | null)[] = users.map(() => null);
  let next = 0;
  async function work(): Promise<void> {
    while (next < users.length) {
      const index = next++;
      const password = users[index]?.password;
      if (password !== undefined) hashes[index] = await hashPassword(password);
    }
  }
  await Promise.all(Array.from({ length: hashesAtOnce }, work));
  return hashes;
}

async function refuseTakenEmails(em: EntityManager, users: readonly CheckedUser[]): Promise<void> {
  const taken = await rows<{ email: string }>(
    em,
    'select email from identity.users where email = any(?::text[]) order by email',
    [users.map(({ email }) => email)],
  );
  if (taken.length === 0) return;
  throw userErrors.make('USER_EMAIL_TAKEN', { facts: { emails: taken.map(({ email }) => email) } });
}

async function insertUsers(
  em: EntityManager,
  users: readonly CheckedUser[],
  hashes: readonly (string | null)[],
): Promise<void> {
  const ids = users.map(({ id }) => id);
  await rows(
    em,
    `insert into identity.users (id, name, email, email_verified, roles, locale)
     select entry.id, entry.name, entry.email, true, string_to_array(entry.roles, ' '), entry.locale
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as entry (id, name, email, roles, locale)`,
    [
      ids,
      users.map(({ name }) => name),
      users.map(({ email }) => email),
      users.map(({ roles }) => roles.join(' ')),
      users.map(({ locale }) => locale),
    ],
  );
  await rows(
    em,
    `insert into identity.accounts (id, account_id, provider_id, user_id, password, updated_at)
     select entry.id, entry.user_id, 'credential', entry.user_id, entry.password, now()
     from unnest(?::text[], ?::text[], ?::text[]) as entry (id, user_id, password)
     where entry.password is not null`,
    [users.map(() => newId()), ids, [...hashes]],
  );
}

function badInput(field: string, message: string): Error {
  return inputErrors.make('BAD_INPUT', { message, facts: { field } });
}

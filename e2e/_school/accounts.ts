import { randomUUID } from 'node:crypto';
import { CreateUsersDocument, createLectern, type Lectern, type Role } from '@lectern/sdk';
import { productUrl } from '../_product/product.ts';

export type Account = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
};

/** Makes all accounts of the scenarios; no password of these is a demo account's. */
const adminEmail = 'admin@example.com';
const adminPassword = 'learn-with-lectern';

export const adminAccount = { id: '', name: 'Admin', email: adminEmail, password: adminPassword } as const;

/** A client of the product for someone who is signed in. */
export async function signedIn({ email, password }: Pick<Account, 'email' | 'password'>): Promise<Lectern> {
  const lectern = createLectern({ url: productUrl });
  await lectern.signIn(email, password);
  return lectern;
}

/** Makes accounts whose addresses nobody else has; the names are `<name> 1`, `<name> 2` …, or `<name>` for one. */
export async function makeAccounts(
  admin: Lectern,
  name: string,
  count: number,
  roles: readonly Role[] = [],
): Promise<readonly Account[]> {
  const mark = randomUUID().slice(0, 8);
  const wanted = Array.from({ length: count }, (_, index) => ({
    name: count === 1 ? name : `${name} ${index + 1}`,
    email: `${name.toLowerCase().replace(/\W+/g, '.')}.${index + 1}.${mark}@school.example`,
    password: `kept-secret-${randomUUID()}`,
  }));
  const { createUsers } = await admin.mutate(CreateUsersDocument, {
    input: { users: wanted.map((user) => ({ ...user, roles })) },
  });
  const ids = new Map(createUsers.users.map(({ email, id }) => [email, id]));
  return wanted.map((user) => ({ ...user, id: ids.get(user.email) ?? '' }));
}

/** Makes one account. */
export async function makeAccount(admin: Lectern, name: string, roles: readonly Role[] = []): Promise<Account> {
  const [account] = await makeAccounts(admin, name, 1, roles);
  if (!account) throw new Error(`no account was made for ${name}`);
  return account;
}

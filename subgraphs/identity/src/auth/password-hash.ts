import { hash, verify } from '@node-rs/argon2';

/**
 * Argon2id with the parameters OWASP's password storage cheat sheet puts first for 19 MiB: 2 passes, 1 lane. One hash
 * takes some 25 ms of one core; the work runs in libuv's pool, so the event loop goes on.
 */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The encoded hash, salt and parameters included. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

export async function verifyPassword(attempt: { readonly hash: string; readonly password: string }): Promise<boolean> {
  return verify(attempt.hash, attempt.password);
}

/** Characters a new password may have; the upper bound keeps hashing from being a way to burn our CPU. */
export const passwordLength = { min: 10, max: 128 } as const;

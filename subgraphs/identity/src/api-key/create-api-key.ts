import type { Clock } from '@lectern/runtime';
import { inputErrors } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { userErrors } from '../user/user.errors.ts';
import type { UserAccess } from '../user/user.ts';
import { type ApiKey, ApiKeyEntity } from './api-key.entity.ts';
import { apiKeyErrors } from './api-key.errors.ts';

/** How a key is made and stored; better-auth's part. */
export type MakeApiKey = (key: {
  readonly userId: string;
  readonly name: string;
  /** Seconds; null for never. */
  readonly expiresIn: number | null;
}) => Promise<{ readonly id: string; readonly key: string }>;

export type CreateApiKeyDeps = {
  readonly em: EntityManager;
  readonly clock: Clock;
  readonly makeApiKey: MakeApiKey;
  readonly findAccess: (userId: string) => Promise<UserAccess | null>;
};

export type NewApiKey = {
  readonly userId: string;
  readonly name: string;
  readonly expiresAt?: Date | null | undefined;
};

const nameLengthMax = 80;
/** Two requests at once may pass it by one; it only keeps a runaway program from filling the table. */
const keysMax = 50;
const expiresInDaysMax = 3_650;

/** Makes an API key for an account; the secret is returned here and never again. Throws BAD_INPUT, USER_NOT_FOUND or API_KEYS_EXCEEDED. */
export async function createApiKey(
  deps: CreateApiKeyDeps,
  input: NewApiKey,
): Promise<{ readonly apiKey: ApiKey; readonly secret: string }> {
  const name = input.name.trim();
  if (name.length < 1 || name.length > nameLengthMax) {
    throw badInput('name', `The name must have 1 to ${nameLengthMax} characters.`);
  }
  const expiresIn = input.expiresAt ? readExpiresIn(input.expiresAt, deps.clock.now()) : null;
  if (!(await deps.findAccess(input.userId))) throw userErrors.make('USER_NOT_FOUND');
  const count = await deps.em.count(ApiKeyEntity, { userId: input.userId });
  if (count >= keysMax) throw apiKeyErrors.make('API_KEYS_EXCEEDED', { facts: { max: keysMax } });
  const made = await deps.makeApiKey({ userId: input.userId, name, expiresIn });
  const apiKey = await deps.em.findOneOrFail(ApiKeyEntity, { id: made.id });
  return { apiKey, secret: made.key };
}

/** Whole seconds, rounded down: a key never outlives what was asked for. */
function readExpiresIn(expiresAt: Date, now: number): number {
  const seconds = Math.floor((expiresAt.getTime() - now) / 1_000);
  if (seconds < 1) throw badInput('expiresAt', 'The key would have expired already.');
  if (seconds > expiresInDaysMax * 86_400) {
    throw badInput(
      'expiresAt',
      `A key lives at most ${expiresInDaysMax} days; leave it out for one that does not expire.`,
    );
  }
  return seconds;
}

function badInput(field: string, message: string): Error {
  return inputErrors.make('BAD_INPUT', { message, facts: { field } });
}

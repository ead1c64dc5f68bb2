import type { Logger, Metrics } from '@lectern/runtime';
import { Counter } from 'prom-client';

/** Why nobody was signed in; the label of a counter, so few values. */
export type SignInRefusal = 'CREDENTIALS' | 'TOO_MANY' | 'SUSPENDED' | 'DEMO_ACCOUNT' | 'OTHER';

/** The business facts of identity: each one a line in the log and a count. No addresses, no names, nothing secret. */
export type IdentityEvents = ReturnType<typeof createIdentityEvents>;

export function createIdentityEvents(logger: Logger, metrics: Metrics) {
  const registers = [metrics.registry];
  const count = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `lectern_identity_${name}_total`, help, labelNames, registers });
  const signIns = count('sign_ins', 'Sign-ins, by password or provider', ['method']);
  const refusals = count('sign_ins_refused', 'Sign-ins refused, by reason', ['reason']);
  const tokens = count('tokens_issued', 'Access tokens issued');
  const created = count('users_created', 'Accounts made by admins or services');
  const rolesSet = count('user_roles_set', 'Changes of roles');
  const suspensions = count('users_suspended', 'Accounts suspended or restored', ['change']);
  const keysMade = count('api_keys_created', 'API keys made');
  const keysRevoked = count('api_keys_revoked', 'API keys revoked');

  return {
    signedIn(method: 'PASSWORD' | 'OIDC'): void {
      signIns.inc({ method });
      logger.debug({ event: 'signed-in', method }, 'signed in');
    },
    signInRefused(reason: SignInRefusal, address: string): void {
      refusals.inc({ reason });
      logger.info({ event: 'sign-in-refused', reason, address }, 'sign-in refused');
    },
    tokenIssued(): void {
      tokens.inc();
    },
    usersCreated(number: number, by: string): void {
      created.inc(number);
      logger.info({ event: 'users-created', number, by }, 'accounts made');
    },
    userRolesSet(userId: string, roles: readonly string[], by: string): void {
      rolesSet.inc();
      logger.info({ event: 'user-roles-set', userId, roles, by }, 'roles of an account set');
    },
    userSuspendedSet(userId: string, isSuspended: boolean, by: string): void {
      suspensions.inc({ change: isSuspended ? 'SUSPENDED' : 'RESTORED' });
      logger.info({ event: 'user-suspended-set', userId, isSuspended, by }, 'suspension of an account set');
    },
    apiKeyCreated(keyId: string, userId: string): void {
      keysMade.inc();
      logger.info({ event: 'api-key-created', keyId, userId }, 'API key made');
    },
    apiKeyRevoked(keyId: string, userId: string): void {
      keysRevoked.inc();
      logger.info({ event: 'api-key-revoked', keyId, userId }, 'API key revoked');
    },
  };
}

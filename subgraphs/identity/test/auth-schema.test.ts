import { describe, expect, it } from '@jest/globals';
import { createLogger } from '@lectern/runtime';
import { getMigrations } from 'better-auth/db/migration';
import { Pool } from 'pg';
import { type AuthDeps, createAuth } from '../src/auth/auth.ts';
import { startTestIdentity } from './_identity.ts';

describe('the tables our migration makes', () => {
  it('are all that better-auth asks for', async () => {
    await using identity = await startTestIdentity();
    const pool = new Pool({ connectionString: identity.config.dbUrl, max: 1 });
    try {
      const { options } = createAuth(identity.config, depsOf(pool), []);
      const { toBeCreated, toBeAdded, toBeAddedIndexes, schemaProblems } = await getMigrations(options);
      expect({ toBeCreated, toBeAdded, toBeAddedIndexes, schemaProblems }).toEqual({
        toBeCreated: [],
        toBeAdded: [],
        toBeAddedIndexes: [],
        schemaProblems: [],
      });
    } finally {
      await pool.end();
    }
  });
});

function depsOf(pool: Pool): AuthDeps {
  return {
    pool,
    logger: createLogger('test', { level: 'silent', format: 'json' }),
    findAccess: async () => null,
    endSessions: async () => undefined,
    sessionEnded: async () => undefined,
    createSigningKey: async (key) => ({ ...key, id: 'key' }),
    mailPasswordReset: undefined,
    runInBackground: () => undefined,
  };
}

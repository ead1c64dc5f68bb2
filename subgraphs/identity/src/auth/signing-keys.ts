import type { Jwk } from 'better-auth/plugins';
import type { Pool } from 'pg';
import { identitySchema } from '../db/schema.ts';

/** Stores a new pair of signing keys, or returns the one another replica has stored meanwhile. */
export type CreateSigningKey = (key: Omit<Jwk, 'id'>) => Promise<Jwk>;

type KeyRow = {
  readonly id: string;
  readonly public_key: string;
  readonly private_key: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly alg: Jwk['alg'];
  readonly crv: Jwk['crv'];
};

const columns = 'id, public_key, private_key, created_at, expires_at, alg, crv';

/**
 * better-auth makes a key when it finds no live one, and all replicas find that at the same moment. The lock lets one
 * of them store its key; the others take that one. The private key arrives encrypted.
 */
export function createSigningKeys(pool: Pool, makeId: () => string): CreateSigningKey {
  return async (key) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(`select pg_advisory_xact_lock(hashtextextended('lectern:identity:jwks', 0))`);
      const live = await client.query<KeyRow>(
        `select ${columns} from ${identitySchema}.jwks where expires_at > now() order by created_at desc limit 1`,
      );
      const stored =
        live.rows[0] ??
        (
          await client.query<KeyRow>(
            `insert into ${identitySchema}.jwks (${columns}) values ($1, $2, $3, now(), $4, $5, $6) returning ${columns}`,
            [makeId(), key.publicKey, key.privateKey, key.expiresAt ?? null, key.alg ?? null, key.crv ?? null],
          )
        ).rows[0];
      await client.query('commit');
      if (!stored) throw new Error('the signing key was not stored');
      return toJwk(stored);
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  };
}

function toJwk(row: KeyRow): Jwk {
  return {
    id: row.id,
    publicKey: row.public_key,
    privateKey: row.private_key,
    createdAt: row.created_at,
    ...(row.expires_at && { expiresAt: row.expires_at }),
    alg: row.alg,
    crv: row.crv,
  };
}

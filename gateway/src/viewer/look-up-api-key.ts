import { createHash } from 'node:crypto';
import type { Viewer } from '@lectern/request-signing';
import { LRUCache } from 'lru-cache';
import type { SubgraphClient } from '../subgraph/client.ts';
import { viewerErrors } from './viewer.errors.ts';

type ApiKeyViewer = Extract<Viewer, { kind: 'USER' }>;

/** Throws API_KEY_INVALID, or AUTHENTICATION_UNAVAILABLE when it cannot be asked. */
export type ApiKeyLookUp = (key: string, requestId: string) => Promise<ApiKeyViewer>;

/** What `via` of a viewer behind an API key begins with. */
export const apiKeyVia = 'api-key:';

/** The internal field that knows API keys; its subgraph is named by configuration. */
const document = 'query LookUpApiKey($key: String!) { verifyApiKey(key: $key) { keyId userId roles } }';

/** How long an outcome counts, the bad ones too: the price of a revoked key for half a minute. */
const keptMs = 30_000;
const keysMax = 10_000;

export function createApiKeyLookUp(client: SubgraphClient | undefined): ApiKeyLookUp {
  const known = new LRUCache<string, { readonly viewer: ApiKeyViewer | undefined }>({ max: keysMax, ttl: keptMs });

  async function ask(key: string, requestId: string): Promise<ApiKeyViewer | undefined> {
    if (!client) return undefined;
    const asking = { viewer: { kind: 'SERVICE', name: 'gateway' }, requestId } as const;
    const { data, errors } = await client.ask({ query: document, variables: { key } }, asking).catch((cause) => {
      throw viewerErrors.make('AUTHENTICATION_UNAVAILABLE', { cause });
    });
    if (errors) throw viewerErrors.make('AUTHENTICATION_UNAVAILABLE', { detail: { errors } });
    return readOwner(data?.verifyApiKey);
  }

  return async (key, requestId) => {
    // Hashed, so that a memory dump holds no keys.
    const name = createHash('sha256').update(key).digest('base64');
    let found = known.get(name);
    if (!found) {
      found = { viewer: await ask(key, requestId) };
      known.set(name, found);
    }
    if (!found.viewer) throw viewerErrors.make('API_KEY_INVALID');
    return found.viewer;
  };
}

function readOwner(owner: unknown): ApiKeyViewer | undefined {
  if (typeof owner !== 'object' || owner === null) return undefined;
  if (!('keyId' in owner && 'userId' in owner && 'roles' in owner)) return undefined;
  const { keyId, userId, roles } = owner;
  if (typeof keyId !== 'string' || typeof userId !== 'string' || !Array.isArray(roles)) return undefined;
  return { kind: 'USER', id: userId, roles: roles.filter((role) => typeof role === 'string'), via: apiKeyVia + keyId };
}

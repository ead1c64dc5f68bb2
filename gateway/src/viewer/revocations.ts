import { LRUCache } from 'lru-cache';

/** Since when a viewer's older tokens no longer count: sign-out, suspension, changed roles. */
export type Revocations = {
  revoke(userId: string, at: number): void;
  /** One session alone, whenever its tokens were issued. */
  revokeSession(sessionId: string): void;
  /**
   * Whether the viewer's session has ended, or the token, issued at `issuedAt` (milliseconds, to the second), is older
   * than the viewer's last revocation.
   */
  isRevoked(viewer: { readonly id: string; readonly via: string }, issuedAt: number): boolean;
};

/** Longer than any access token lives; a revocation older than that has nothing left to revoke. */
export const revocationMs = 900_000;
const revocationsMax = 100_000;

export function createRevocations(): Revocations {
  const revokedAt = new LRUCache<string, number>({ max: revocationsMax, ttl: revocationMs });
  const ended = new LRUCache<string, true>({ max: revocationsMax, ttl: revocationMs });
  return {
    revoke: (userId, at) => void revokedAt.set(userId, Math.max(at, revokedAt.get(userId) ?? 0)),
    revokeSession: (sessionId) => void ended.set(sessionId, true),
    isRevoked({ id, via }, issuedAt) {
      if (ended.has(via)) return true;
      const at = revokedAt.get(id);
      // Tokens carry whole seconds: one issued in the second of the revocation may be the new one.
      return at !== undefined && issuedAt < Math.floor(at / 1_000) * 1_000;
    },
  };
}

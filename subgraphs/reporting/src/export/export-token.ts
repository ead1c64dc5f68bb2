import { hkdfSync } from 'node:crypto';
import type { Clock } from '@lectern/runtime';
import { createSigner, createVerifier } from 'fast-jwt';
import { exportErrors } from './export.errors.ts';

/** What a token lets its viewer fetch. */
export type ExportGrant = { readonly examId: string; readonly viewerId: string };

export type ExportTokens = {
  issue(grant: ExportGrant): { readonly token: string; readonly expiresAt: Date };
  /** Throws EXPORT_LINK_REFUSED for one that is forged, expired, or another viewer's. */
  read(token: string, viewerId: string | undefined): ExportGrant;
};

export const exportMinutes = 10;

/** Tokens are HS256 JWTs under a key of their own, derived from the secret all services share. */
export function createExportTokens(signingSecret: string, clock: Clock): ExportTokens {
  const key = Buffer.from(hkdfSync('sha256', signingSecret, '', 'lectern reporting export links', 32));
  const audience = 'reporting-export';
  const sign = createSigner({ key, algorithm: 'HS256', aud: audience, noTimestamp: true });
  // The expiry is compared here, by the clock that set it.
  const verify = createVerifier({ key, algorithms: ['HS256'], allowedAud: audience, ignoreExpiration: true });
  return {
    issue({ examId, viewerId }) {
      const exp = Math.floor(clock.now() / 1_000) + exportMinutes * 60;
      return { token: sign({ sub: viewerId, exam: examId, exp }), expiresAt: new Date(exp * 1_000) };
    },
    read(token, viewerId) {
      const claims = decode(verify, token);
      const isValid = claims !== undefined && claims.exp * 1_000 > clock.now() && claims.sub === viewerId;
      if (!isValid) throw exportErrors.make('EXPORT_LINK_REFUSED');
      return { examId: claims.exam, viewerId: claims.sub };
    },
  };
}

type Claims = { readonly sub: string; readonly exam: string; readonly exp: number };

function decode(verify: (token: string) => unknown, token: string): Claims | undefined {
  try {
    const claims = verify(token);
    return isClaims(claims) ? claims : undefined;
  } catch {
    // Forged, cut off or not a token at all: one answer for all.
    return undefined;
  }
}

function isClaims(value: unknown): value is Claims {
  if (typeof value !== 'object' || value === null) return false;
  const { sub, exam, exp } = value as Record<string, unknown>;
  return typeof sub === 'string' && typeof exam === 'string' && typeof exp === 'number';
}

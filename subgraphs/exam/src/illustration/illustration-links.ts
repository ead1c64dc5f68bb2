import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@lectern/runtime';
import { illustrationErrors } from './illustration.errors.ts';

/** Addresses of pictures, each for one viewer. They are given only with a question that the viewer may see. */
export type IllustrationLinks = {
  /** Relative to the gateway. The same all hour long, so that a browser fetches a picture once. */
  urlFor(illustrationId: string, viewerId: string): string;
  /** The picture's id; throws ILLUSTRATION_LINK_REFUSED for one that is forged, expired, or another viewer's. */
  read(token: string, viewerId: string | undefined): string;
};

export const illustrationPath = '/files/illustrations/';
const hourSeconds = 3_600;
/** Longer than the longest attempt: a page that stays open all through it never loses its pictures. */
const validHours = 26;

/**
 * A token is the picture's id, the hour in which it ends, and a keyed hash over both and the viewer, under a key of its
 * own that is derived from the secret all services share. It does not name the viewer: the door does, and the hash
 * must fit.
 */
export function createIllustrationLinks(signingSecret: string, clock: Clock): IllustrationLinks {
  const key = Buffer.from(hkdfSync('sha256', signingSecret, '', 'lectern exam illustration links', 32));
  const hashOf = (id: string, expiresAt: number, viewerId: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([id, expiresAt, viewerId]))
      .digest();
  return {
    urlFor(id, viewerId) {
      const hour = Math.floor(clock.now() / 1_000 / hourSeconds);
      const expiresAt = (hour + 1 + validHours) * hourSeconds;
      return `${illustrationPath}${id}.${expiresAt}.${hashOf(id, expiresAt, viewerId).toString('base64url')}`;
    },
    read(token, viewerId) {
      const [id = '', expires = '', hash = '', ...rest] = token.split('.');
      const expiresAt = Number(expires);
      if (viewerId === undefined || rest.length > 0 || !(expiresAt * 1_000 > clock.now())) throw refused();
      const right = hashOf(id, expiresAt, viewerId);
      const given = Buffer.from(hash, 'base64url');
      if (given.length !== right.length || !timingSafeEqual(given, right)) throw refused();
      return id;
    },
  };
}

function refused() {
  return illustrationErrors.make('ILLUSTRATION_LINK_REFUSED');
}

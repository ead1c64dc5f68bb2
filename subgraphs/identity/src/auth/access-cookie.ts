import { tokenMinutes } from './auth-plugins.ts';

/** Carries the access token to routes a page cannot add a header for, such as the segments of a video. */
export const accessCookieName = 'lectern_access';

/** The value of `Set-Cookie`; without a token, the one that makes the browser forget it. */
export function accessCookie(token: string | undefined, publicUrl: string): string {
  const isSecure = publicUrl.startsWith('https:');
  const maxAge = token === undefined ? 0 : tokenMinutes * 60;
  const attributes = `Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return `${accessCookieName}=${token ?? ''}; ${attributes}`;
}

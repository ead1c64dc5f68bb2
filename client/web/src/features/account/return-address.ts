/** Where to go after signing in: only addresses of this site, so that a link cannot send someone elsewhere. */
export function returnAddress(next: string | null): string {
  return next?.startsWith('/') && !/^\/[/\\]/.test(next) ? next : '/';
}

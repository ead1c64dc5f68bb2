/** A playback grant permits one viewer to watch one video until it ends. */
export type Grant = {
  readonly id: string;
  readonly videoId: string;
  readonly viewerId: string;
  readonly expiresAt: Date;
};

/** How long a grant lasts from its making or renewal. */
export const grantSeconds = 600;

export function grantEnd(nowMs: number): Date {
  return new Date(nowMs + grantSeconds * 1_000);
}

/** Whether a request by `viewerId` may have a file of the grant's video now. */
export function isUsable(grant: Grant, viewerId: string, nowMs: number): boolean {
  return grant.viewerId === viewerId && grant.expiresAt.getTime() > nowMs;
}

/** Addresses relative to the gateway; everything a player needs lies below one prefix. */
export function playbackUrls(token: string): { readonly playlistUrl: string; readonly posterUrl: string } {
  return { playlistUrl: `/media/play/${token}/master.m3u8`, posterUrl: `/media/play/${token}/poster.jpg` };
}

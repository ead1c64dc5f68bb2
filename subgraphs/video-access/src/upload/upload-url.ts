/** Where uploads are mounted, below the gateway's `/media`. */
export const uploadsPath = '/media/uploads';

/** The address to send a video's file to, relative to the gateway. */
export function uploadUrl(videoId: string): string {
  return `${uploadsPath}/${videoId}`;
}

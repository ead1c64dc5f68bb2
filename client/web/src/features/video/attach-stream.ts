import workerUrl from 'hls.js/dist/hls.worker.js?url';

/** What the player should be told about the stream. */
export interface StreamEvents {
  readonly onReady: () => void;
  /** The stream cannot go on; `isRefused` when the server did not allow it. */
  readonly onFailed: (failure: { readonly isRefused: boolean }) => void;
}

function attachNatively(video: HTMLVideoElement, url: string, events: StreamEvents): () => void {
  const failed = () => events.onFailed({ isRefused: false });
  video.addEventListener('loadedmetadata', events.onReady, { once: true });
  video.addEventListener('error', failed, { once: true });
  video.src = url;
  return () => {
    video.removeEventListener('error', failed);
    video.removeAttribute('src');
    video.load();
  };
}

/**
 * Plays an HLS stream: by hls.js where the browser has media source extensions, else by the browser itself (iPhones).
 * Sign-in goes along as the cookie. Gives back how to stop.
 */
export async function attachStream(
  video: HTMLVideoElement,
  url: string,
  startAtSeconds: number,
  events: StreamEvents,
): Promise<() => void> {
  const { default: Hls } = await import('hls.js');
  if (!Hls.isSupported()) return attachNatively(video, url, events);
  const hls = new Hls({
    startPosition: startAtSeconds > 0 ? startAtSeconds : -1,
    workerPath: workerUrl,
    backBufferLength: 60,
  });
  let recoveries = 0;
  hls.on(Hls.Events.MANIFEST_PARSED, events.onReady);
  hls.on(Hls.Events.ERROR, (_event, failure) => {
    if (!failure.fatal) return;
    const status = failure.response?.code;
    if (status === 401 || status === 403) {
      events.onFailed({ isRefused: true });
    } else if (failure.type === Hls.ErrorTypes.MEDIA_ERROR && recoveries < 2) {
      recoveries += 1;
      hls.recoverMediaError();
    } else {
      events.onFailed({ isRefused: false });
    }
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return () => hls.destroy();
}

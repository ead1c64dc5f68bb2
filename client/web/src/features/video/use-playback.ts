import {
  type GrantPartsFragment,
  RenewPlaybackDocument,
  SaveWatchProgressDocument,
  StartPlaybackDocument,
} from '@lectern/sdk';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useSdk } from '../../graph/sdk.tsx';

/** Where a playback stands. */
export type Playback =
  | { readonly status: 'starting' }
  | { readonly status: 'ready'; readonly grant: GrantPartsFragment }
  | { readonly status: 'failed'; readonly error: Error };

const renewalEarlierMs = 60_000;
const renewalSoonestMs = 10_000;

/** Asks for the permission to watch, and renews it a minute before it ends for as long as the page is open. */
export function usePlayback(videoId: string) {
  const sdk = useSdk();
  const [playback, setPlayback] = useState<Playback>({ status: 'starting' });
  const start = useCallback(async () => {
    setPlayback({ status: 'starting' });
    try {
      const { startPlayback } = await sdk.mutate(StartPlaybackDocument, { input: { videoId } });
      setPlayback({ status: 'ready', grant: startPlayback.grant });
    } catch (error) {
      setPlayback({ status: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
    }
  }, [sdk, videoId]);
  useEffect(() => void start(), [start]);

  const grant = playback.status === 'ready' ? playback.grant : null;
  useRenewal(grant);
  return { playback, restart: start };
}

function useRenewal(grant: GrantPartsFragment | null) {
  const sdk = useSdk();
  useEffect(() => {
    if (!grant) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const plan = (expiresAt: string) => {
      const inMs = new Date(expiresAt).getTime() - Date.now() - renewalEarlierMs;
      timer = setTimeout(() => void renew(), Math.max(renewalSoonestMs, Math.min(inMs, 240_000)));
    };
    const renew = async () => {
      try {
        const { renewPlayback } = await sdk.mutate(RenewPlaybackDocument, { input: { grantId: grant.id } });
        plan(renewPlayback.grant.expiresAt);
      } catch {
        // The player says so if the grant is really gone; until then it is worth trying again.
        timer = setTimeout(() => void renew(), renewalSoonestMs);
      }
    };
    plan(grant.expiresAt);
    return () => clearTimeout(timer);
  }, [sdk, grant]);
}

const noteEveryMs = 10_000;

/** Notes how far the viewer is: every ten seconds of playing, when paused, hidden, ended and left. */
export function useWatchProgress(element: RefObject<HTMLVideoElement | null>, videoId: string, isReady: boolean) {
  const sdk = useSdk();
  const noted = useRef(-1);
  useEffect(() => {
    const video = element.current;
    if (!video || !isReady) return undefined;
    const note = () => {
      const positionSeconds = video.currentTime;
      if (positionSeconds < 1 || Math.abs(positionSeconds - noted.current) < 0.5) return;
      noted.current = positionSeconds;
      // A lost note is made good by the next one.
      sdk.mutate(SaveWatchProgressDocument, { input: { videoId, positionSeconds } }).catch(() => undefined);
    };
    const timer = setInterval(() => {
      if (!video.paused) note();
    }, noteEveryMs);
    const hidden = () => {
      if (document.visibilityState === 'hidden') note();
    };
    video.addEventListener('pause', note);
    video.addEventListener('ended', note);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      note();
      clearInterval(timer);
      video.removeEventListener('pause', note);
      video.removeEventListener('ended', note);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [element, sdk, videoId, isReady]);
}

import type { VideoPartsFragment } from '@lectern/sdk';
import { Alert, Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconHourglass, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../graph/error-text.ts';
import { countdownDigits } from '../../i18n/format.ts';
import { FailureBlock, LoadingBlock } from '../../ui/states.tsx';
import { attachStream } from './attach-stream.ts';
import { commandOf, obey } from './keys.ts';
import { usePlayback, useWatchProgress } from './use-playback.ts';
import classes from './video-player.module.css';

export interface VideoPlayerProps {
  readonly video: VideoPartsFragment;
}

/** A private video: asks for the permission, plays it, goes on where the viewer stopped, and notes how far they come. */
export function VideoPlayer({ video }: VideoPlayerProps) {
  const { t } = useTranslation();
  if (video.status === 'READY') return <ReadyPlayer video={video} />;
  if (video.status === 'FAILED') return <FailureBlock title={t('video.failedTitle')} message={t('video.failedBody')} />;
  return (
    <Alert icon={<IconHourglass aria-hidden />} color="ink" title={t('video.notReadyTitle')}>
      {t('video.notReadyBody')}
    </Alert>
  );
}

type StreamState = 'loading' | 'ready' | 'refused' | 'failed';

function useStream(videoId: string) {
  const element = useRef<HTMLVideoElement>(null);
  const { playback, restart } = usePlayback(videoId);
  const [state, setState] = useState<StreamState>('loading');
  const [resumedAt, setResumedAt] = useState<number | null>(null);
  const grant = playback.status === 'ready' ? playback.grant : null;
  useEffect(() => {
    const player = element.current;
    if (!player || !grant) return undefined;
    let isGone = false;
    let detach = () => {};
    setState('loading');
    const onReady = () => {
      if (grant.resumeAtSeconds > 0) {
        if (player.currentTime < 1) player.currentTime = grant.resumeAtSeconds;
        setResumedAt(grant.resumeAtSeconds);
      }
      setState('ready');
    };
    const onFailed = ({ isRefused }: { readonly isRefused: boolean }) => setState(isRefused ? 'refused' : 'failed');
    attachStream(player, grant.playlistUrl, grant.resumeAtSeconds, { onReady, onFailed }).then(
      (stop) => {
        if (isGone) stop();
        else detach = stop;
      },
      () => setState('failed'),
    );
    return () => {
      isGone = true;
      detach();
    };
  }, [grant]);
  useWatchProgress(element, videoId, state === 'ready');
  return { element, playback, restart, state, resumedAt, grant };
}

function ReadyPlayer({ video }: VideoPlayerProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const queries = useQueryClient();
  const { element, playback, restart, state, resumedAt, grant } = useStream(video.id);
  if (playback.status === 'failed') {
    return (
      <FailureBlock
        title={t('video.refusedTitle')}
        message={errorText(playback.error)}
        onRetry={() => void restart()}
      />
    );
  }
  const onKey = (event: KeyboardEvent<HTMLVideoElement>) => {
    const command = commandOf(event.key);
    if (!command || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    obey(event.currentTarget, command);
  };
  return (
    <Stack gap="sm">
      <div className={classes.frame}>
        {grant ? (
          // biome-ignore lint/a11y/useMediaCaption: the school's videos carry no captions yet
          <video
            ref={element}
            className={classes.video}
            controls
            playsInline
            preload="metadata"
            poster={grant.posterUrl}
            aria-label={t('video.player', { title: video.title })}
            onKeyDown={onKey}
            onEnded={() => setTimeout(() => void queries.invalidateQueries(), 1500)}
          />
        ) : (
          <LoadingBlock lines={2} />
        )}
      </div>
      <div aria-live="polite">
        {state === 'refused' || state === 'failed' ? (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('video.stoppedTitle')}>
            <Stack gap="sm" align="flex-start">
              <Text size="sm">{t(state === 'refused' ? 'video.stoppedRefused' : 'video.stoppedFailed')}</Text>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden />}
                onClick={() => void restart()}
              >
                {t('common.retry')}
              </Button>
            </Stack>
          </Alert>
        ) : null}
        {resumedAt && state === 'ready' ? (
          <Text size="sm" c="dimmed">
            {t('video.resumed', { at: countdownDigits(resumedAt) })}
          </Text>
        ) : null}
      </div>
      <Group gap="xs" visibleFrom="sm">
        <Text size="sm" c="dimmed">
          <Kbd size="xs">K</Kbd> {t('video.keys.toggle')} · <Kbd size="xs">J</Kbd> <Kbd size="xs">L</Kbd>{' '}
          {t('video.keys.seek')} · <Kbd size="xs">M</Kbd> {t('video.keys.mute')} · <Kbd size="xs">F</Kbd>{' '}
          {t('video.keys.full')}
        </Text>
      </Group>
    </Stack>
  );
}

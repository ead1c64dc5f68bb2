import type { OutboxSnapshot } from '@lectern/sdk';
import { IconCloudOff, IconDeviceFloppy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './connection-banner.module.css';

export interface ConnectionBannerProps {
  readonly isOnline: boolean;
  readonly snapshot: OutboxSnapshot | null;
}

/** Says calmly that the connection is gone and that nothing is lost. */
export function ConnectionBanner({ isOnline, snapshot }: ConnectionBannerProps) {
  const { t } = useTranslation();
  const waiting = snapshot?.counts.onDevice ?? 0;
  // What a pause or another device holds up is told by its own words.
  const isCutOff = !isOnline || (waiting > 0 && snapshot?.hold === null);
  const isForgetful = snapshot !== null && !snapshot.isDurable;
  return (
    <div role="status" aria-live="polite">
      {isCutOff ? (
        <p className={classes.banner}>
          <IconCloudOff size={20} aria-hidden />
          <span>
            <strong>{t('room.offline')}</strong>{' '}
            {waiting > 0 ? t('room.offlineWaiting', { count: waiting }) : t('room.offlineHint')}
          </span>
        </p>
      ) : null}
      {isForgetful && isCutOff ? (
        <p className={classes.banner}>
          <IconDeviceFloppy size={20} aria-hidden />
          <span>{t('room.notDurable')}</span>
        </p>
      ) : null}
    </div>
  );
}

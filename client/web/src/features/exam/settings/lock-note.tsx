import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Lock } from './locks.ts';
import classes from './settings.module.css';

/** Why a setting cannot be changed freely any more. */
export function LockNote({ lock }: { readonly lock: Lock }) {
  const { t } = useTranslation();
  return (
    <span className={classes.lock}>
      <IconLock size={14} stroke={2} aria-hidden />
      <span>{t(`settings.locks.${lock}`)}</span>
    </span>
  );
}

import { CloseButton } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './notice.module.css';

export interface NoticeProps {
  readonly tone: 'message' | 'good' | 'warn';
  readonly icon: ComponentType<{ size?: number }>;
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

/** A strip under the room's header: what has happened, in words. Put it into a live region. */
export function Notice({ tone, icon: Icon, onClose, children }: NoticeProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.strip} data-tone={tone}>
      <div className={classes.notice}>
        <Icon size={20} aria-hidden />
        <div className={classes.body}>{children}</div>
        {onClose ? <CloseButton size="sm" aria-label={t('common.close')} onClick={onClose} c="inherit" /> : null}
      </div>
    </div>
  );
}

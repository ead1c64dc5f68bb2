import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface Confirmation {
  readonly title: string;
  readonly body: ReactNode;
  readonly confirm: string;
  /** Red for what cannot be undone. */
  readonly isDangerous?: boolean;
}

/** Asks before doing: resolves to whether it was confirmed. */
export function useConfirm(): (question: Confirmation) => Promise<boolean> {
  const { t } = useTranslation();
  return ({ title, body, confirm, isDangerous = false }) =>
    new Promise((resolve) => {
      modals.openConfirmModal({
        title,
        children: <Text size="sm">{body}</Text>,
        labels: { confirm, cancel: t('common.cancel') },
        confirmProps: { color: isDangerous ? 'red.8' : 'ink' },
        closeButtonProps: { 'aria-label': t('common.close') },
        onConfirm: () => resolve(true),
        onCancel: () => resolve(false),
        onClose: () => resolve(false),
      });
    });
}

import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface QuestionModalProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Room for a question and its preview; all of the screen on phones. A click beside it does not lose what was written. */
export function QuestionModal({ title, isOpen, onClose, children }: QuestionModalProps) {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="68rem"
      fullScreen={isNarrow}
      radius={isNarrow ? 0 : 'lg'}
      closeOnClickOutside={false}
      title={title}
      // The buttons stay at the bottom edge while the rest scrolls under them.
      styles={{ body: { paddingBottom: 0 } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
    </Modal>
  );
}

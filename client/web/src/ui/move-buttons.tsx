import { ActionIcon, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export interface MoveButtonsProps {
  /** What is moved, for the buttons' names. */
  readonly name: string;
  /** Where it stands, from 1. */
  readonly position: number;
  readonly count: number;
  readonly isDisabled?: boolean;
  readonly onMove: (position: number) => void;
}

/** Up and down: usable by keyboard, touch and screen reader alike. */
export function MoveButtons({ name, position, count, isDisabled = false, onMove }: MoveButtonsProps) {
  const { t } = useTranslation();
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        c="dimmed"
        size={34}
        aria-label={t('common.moveUp', { name })}
        disabled={isDisabled || position <= 1}
        onClick={() => onMove(position - 1)}
      >
        <IconArrowUp size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        c="dimmed"
        size={34}
        aria-label={t('common.moveDown', { name })}
        disabled={isDisabled || position >= count}
        onClick={() => onMove(position + 1)}
      >
        <IconArrowDown size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

import { Button, Group } from '@mantine/core';
import { IconLayoutGrid } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './exam-room.module.css';

export interface StepsProps {
  /** Which question is shown, from 0. */
  readonly index: number;
  readonly count: number;
  readonly isOneWay: boolean;
  /** Whether handing in is not possible just now. */
  readonly isLocked: boolean;
  readonly onPrevious: () => void;
  readonly onNext: () => void;
  readonly onGrid: () => void;
  readonly onReview: () => void;
}

/** Back, all, on. One way there is no back. */
export function Steps({ index, count, isOneWay, isLocked, onPrevious, onNext, onGrid, onReview }: StepsProps) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" wrap="nowrap" className={classes.steps ?? ''} gap="xs">
      {isOneWay ? (
        <span />
      ) : (
        <Button variant="default" size="md" onClick={onPrevious} disabled={index === 0}>
          {t('room.previous')}
        </Button>
      )}
      <Button
        hiddenFrom="md"
        variant="default"
        size="md"
        onClick={onGrid}
        leftSection={<IconLayoutGrid size={18} aria-hidden />}
        aria-label={`${index + 1}/${count} ${t('room.openNavigator')}`}
      >
        {index + 1}/{count}
      </Button>
      {index === count - 1 ? (
        <Button size="md" onClick={onReview} disabled={isLocked}>
          {t('room.review')}
        </Button>
      ) : (
        <Button size="md" onClick={onNext}>
          {t('room.next')}
        </Button>
      )}
    </Group>
  );
}

import type { ExamRoomNumbersFragment } from '@lectern/sdk';
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconHourglass,
  IconPencil,
  IconPlayerPause,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { FigureCard } from '../../../ui/figure-card.tsx';
import classes from './proctor.module.css';

const warn = 'var(--lectern-warn)';

export interface RoomNumbersProps {
  readonly numbers: ExamRoomNumbersFragment;
}

/** The room in numbers. */
export function RoomNumbers({ numbers }: RoomNumbersProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const running = numbers.inProgressCount - numbers.pausedCount;
  return (
    <section className={classes.numbers} aria-label={t('proctor.numbers')}>
      <FigureCard icon={IconPencil} label={t('proctor.views.running')} value={format.number(running)} />
      <FigureCard
        icon={IconPlayerPause}
        color={warn}
        label={t('proctor.views.paused')}
        value={format.number(numbers.pausedCount)}
      />
      <FigureCard
        icon={IconHourglass}
        label={t('proctor.views.notStarted')}
        value={format.number(numbers.notStartedCount)}
      />
      <FigureCard icon={IconCircleCheck} label={t('proctor.ended')} value={format.number(numbers.endedCount)} />
      <FigureCard icon={IconBan} label={t('proctor.views.voided')} value={format.number(numbers.voidedCount)} />
      <FigureCard
        icon={IconAlertTriangle}
        color={warn}
        label={t('proctor.incidents')}
        value={format.number(numbers.incidentCount)}
      />
    </section>
  );
}

import type { LiveState } from '@lectern/sdk';
import { Group, Text } from '@mantine/core';
import { IconBolt, IconCloudOff, IconLoader2, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import classes from './live-badge.module.css';

const icons = { CONNECTING: IconLoader2, LIVE: IconBolt, STALE: IconCloudOff, CLOSED: IconPlugConnectedX } as const;

export interface LiveBadgeProps {
  readonly state: LiveState;
  /** When the numbers were true. */
  readonly asOf: string;
}

/** Whether the numbers are live, and when they were true. */
export function LiveBadge({ state, asOf }: LiveBadgeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const Icon = icons[state];
  return (
    <Group gap="sm" mt={4}>
      <span className={classes.badge} data-state={state} role="status">
        <Icon size={16} aria-hidden />
        {t(`live.states.${state}`)}
      </span>
      <Text size="sm" c="dimmed" className="lectern-tabular">
        {t('live.asOf', { at: format.clock(asOf) })}
      </Text>
    </Group>
  );
}

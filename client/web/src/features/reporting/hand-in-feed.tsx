import type { LiveStatsFragment } from '@lectern/sdk';
import { Group, Stack, Text } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Section } from '../../ui/section.tsx';
import classes from './hand-in-feed.module.css';

/** The latest hand-ins, latest first. */
export function HandInFeed({ handIns }: { readonly handIns: LiveStatsFragment['recentHandIns'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t('live.feed')}>
      {handIns.length === 0 ? (
        <Text c="dimmed">{t('live.nobodyYet')}</Text>
      ) : (
        <ol className={classes.list} aria-label={t('live.feed')}>
          {handIns.map((handIn) => {
            const Icon = handIn.isPassed ? IconCircleCheckFilled : IconCircleXFilled;
            return (
              <li key={handIn.attempt.id} className={classes.entry}>
                <Icon
                  size={20}
                  color={handIn.isPassed ? 'var(--lectern-good)' : 'var(--lectern-bad)'}
                  aria-hidden
                  style={{ flex: 'none' }}
                />
                <Stack gap={0} flex={1} miw={0}>
                  <Text fw={550} truncate>
                    {handIn.learner.name}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {format.clock(handIn.submittedAt)}
                    {handIn.isExpired ? ` · ${t('live.expired')}` : ''}
                  </Text>
                </Stack>
                <Group gap={6} wrap="nowrap">
                  <Text fw={650} className="lectern-tabular">
                    {format.percent(handIn.scorePercent)}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {t(handIn.isPassed ? 'result.passed' : 'result.failed')}
                  </Text>
                </Group>
              </li>
            );
          })}
        </ol>
      )}
    </Section>
  );
}

import type { LiveStatsFragment } from '@lectern/sdk';
import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { countdownDigits, useFormat } from '../../i18n/format.ts';
import { Section } from '../../ui/section.tsx';

/** The best results, best first. */
export function Leaderboard({ entries }: { readonly entries: LiveStatsFragment['leaderboard'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t('live.leaderboard')}>
      {entries.length === 0 ? (
        <Text c="dimmed">{t('live.nobodyYet')}</Text>
      ) : (
        <Table aria-label={t('live.leaderboard')} verticalSpacing={8} horizontalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={56}>{t('live.rank')}</Table.Th>
              <Table.Th>{t('teach.learner')}</Table.Th>
              <Table.Th ta="right">{t('exam.score')}</Table.Th>
              <Table.Th ta="right">{t('live.duration')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map((entry) => (
              <Table.Tr key={entry.learner.id}>
                <Table.Td fw={650} className="lectern-tabular">
                  {format.number(entry.rank)}
                </Table.Td>
                <Table.Td>{entry.learner.name}</Table.Td>
                <Table.Td ta="right" className="lectern-tabular">
                  {format.percent(entry.scorePercent)}
                </Table.Td>
                <Table.Td ta="right" className="lectern-tabular">
                  {countdownDigits(entry.durationSeconds)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  );
}

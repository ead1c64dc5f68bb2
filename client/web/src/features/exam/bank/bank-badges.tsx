import type { BankQuestionPartsFragment } from '@lectern/sdk';
import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';

/** The difficulties, from easy to hard. */
export const difficulties = [1, 2, 3, 4, 5] as const;

/** Tags, difficulty, version and use of a question of the bank. */
export function BankBadges({ entry }: { readonly entry: BankQuestionPartsFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const level = difficulties.find((known) => known === entry.difficulty);
  const facts = [
    ...(level ? [t('bank.difficultyIs', { level: t(`bank.difficulties.level${level}`) })] : []),
    t('bank.version', { version: entry.version }),
    t('bank.usedIn', { count: entry.examCount }),
    format.date(entry.changedAt),
  ];
  return (
    <Group gap={6} mt={6}>
      {entry.tags.map((tag) => (
        <Badge key={tag} color="ink" radius="xl">
          {tag}
        </Badge>
      ))}
      <Text size="sm" c="dimmed">
        {facts.join(' · ')}
      </Text>
    </Group>
  );
}

import type { AttemptHeadFragment, ExamCardFragment } from '@lectern/sdk';
import { Badge, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconClock, IconListNumbers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../i18n/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { type ExamMoment, examMoment } from './exam-moment.ts';

const badgeColors: Record<ExamMoment, string> = {
  running: 'orange',
  open: 'teal',
  upcoming: 'ink',
  over: 'gray',
  draft: 'gray',
};

export interface ExamRowProps {
  readonly exam: ExamCardFragment;
  readonly courseTitle?: string;
  readonly attempts?: readonly AttemptHeadFragment[];
}

/** An exam in a list: when it opens or closes, counted down, and the one thing to do about it. */
export function ExamRow({ exam, courseTitle, attempts = [] }: ExamRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(30_000);
  const running = attempts.find(({ status }) => status === 'IN_PROGRESS');
  const moment = running ? 'running' : examMoment(exam, now);
  return (
    <Group justify="space-between" gap="md" py="xs" wrap="wrap">
      <Stack gap={4} flex="1 1 280px" miw={0}>
        <Group gap="xs">
          <Text fw={600}>{exam.title}</Text>
          <Badge color={badgeColors[moment]}>{t(`exam.moments.${moment}`)}</Badge>
        </Group>
        {courseTitle ? (
          <Text size="sm" c="dimmed">
            {courseTitle}
          </Text>
        ) : null}
        <Group gap="md" c="dimmed">
          <ExamWhen exam={exam} moment={moment} now={now} />
          <Group gap={5}>
            <IconClock size={15} aria-hidden />
            <Text size="sm">{format.duration(exam.timeLimitSeconds)}</Text>
          </Group>
          <Group gap={5}>
            <IconListNumbers size={15} aria-hidden />
            <Text size="sm">{t('exam.questionCount', { count: exam.questionCount })}</Text>
          </Group>
        </Group>
      </Stack>
      <Box>
        {running ? (
          <Button component={Link} to={`/attempts/${running.id}`} aria-label={`${t('exam.goOn')}: ${exam.title}`}>
            {t('exam.goOn')}
          </Button>
        ) : (
          <Button
            component={Link}
            to={`/exams/${exam.id}`}
            variant={moment === 'open' ? 'filled' : 'default'}
            aria-label={`${t('exam.view')}: ${exam.title}`}
          >
            {t('exam.view')}
          </Button>
        )}
      </Box>
    </Group>
  );
}

interface ExamWhenProps {
  readonly exam: ExamCardFragment;
  readonly moment: ExamMoment;
  readonly now: number;
}

function ExamWhen({ exam, moment, now }: ExamWhenProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (moment === 'upcoming' && exam.opensAt) {
    return (
      <Text size="sm">
        {t('exam.opens', { when: format.relative(exam.opensAt, now), at: format.dateTime(exam.opensAt) })}
      </Text>
    );
  }
  if (!exam.closesAt) return null;
  const at = format.dateTime(exam.closesAt);
  if (moment === 'over') return <Text size="sm">{t('exam.closed', { at })}</Text>;
  return <Text size="sm">{t('exam.closes', { when: format.relative(exam.closesAt, now), at })}</Text>;
}

import { type ExamForEditingQuery, type PaperPartsFragment, PublishExamDocument } from '@lectern/sdk';
import { Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { useConfirm } from '../../../ui/confirm.tsx';
import { Surface } from '../../../ui/section.tsx';

type Exam = NonNullable<ExamForEditingQuery['exam']>;

/** What stands in the way of publishing, as a list; or publishing itself. */
export function PublishChecks({ exam, paper }: { readonly exam: Exam; readonly paper: PaperPartsFragment }) {
  const { t, i18n } = useTranslation();
  const confirm = useConfirm();
  const publish = useGraphMutation(PublishExamDocument, { done: t('questions.publishedDone') });
  const obstacles = paper.publishObstacles;
  const positions = new Map(paper.questions.map(({ id, position }) => [id, position]));
  const wordsOf = ({ code, message, questionId }: (typeof obstacles)[number]) => {
    const key = `questions.obstacles.${code}`;
    const words = i18n.exists(key) ? i18n.t(key as 'errors.unknown') : message;
    const position = questionId === null ? undefined : positions.get(questionId);
    return position === undefined ? words : `${t('room.questionNumber', { number: position })}: ${words}`;
  };
  const ask = async () => {
    const sure = await confirm({
      title: t('questions.publishTitle'),
      body: t('questions.publishBody'),
      confirm: t('questions.publish'),
    });
    if (sure) publish.mutate({ input: { examId: exam.id } });
  };
  const isReady = obstacles.length === 0;
  return (
    <Surface component="section" aria-label={t('questions.checks')}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Group align="flex-start" gap="md" wrap="nowrap" flex="1 1 280px">
          <ThemeIcon size={36} radius="xl" variant="light" color={isReady ? 'teal' : 'orange'} aria-hidden>
            {isReady ? <IconCheck size={20} /> : <IconAlertTriangle size={20} />}
          </ThemeIcon>
          <Stack gap={4}>
            <Text fw={600}>
              {isReady ? t('questions.ready') : t('questions.notReady', { count: obstacles.length })}
            </Text>
            {isReady ? (
              <Text size="sm" c="dimmed">
                {t('questions.readyHint')}
              </Text>
            ) : (
              <List size="sm" spacing={4}>
                {obstacles.map((obstacle) => (
                  <List.Item key={`${obstacle.code} ${obstacle.questionId ?? ''}`}>{wordsOf(obstacle)}</List.Item>
                ))}
              </List>
            )}
          </Stack>
        </Group>
        <Button
          disabled={!isReady}
          loading={publish.isPending}
          onClick={() => void ask()}
          leftSection={<IconUpload size={17} aria-hidden />}
        >
          {t('questions.publish')}
        </Button>
      </Group>
    </Surface>
  );
}

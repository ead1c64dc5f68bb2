import { CompleteLessonDocument } from '@lectern/sdk';
import { Alert, Button, Divider, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCircleCheckFilled, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { Markdown } from '../../ui/markdown.tsx';

export interface ReadingViewProps {
  readonly lesson: {
    readonly id: string;
    readonly body: string | null;
    readonly readingMinutes: number;
    readonly isCompleted: boolean;
  };
}

/** A text to read, and marking it as read. */
export function ReadingView({ lesson }: ReadingViewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const complete = useGraphMutation(CompleteLessonDocument);
  if (lesson.body === null) {
    return (
      <Alert icon={<IconLock aria-hidden />} color="ink">
        {t('course.lockedHint')}
      </Alert>
    );
  }
  return (
    <Stack gap="xl">
      <Text size="sm" c="dimmed">
        {t('lesson.readingTime', { time: format.duration(Math.max(1, lesson.readingMinutes) * 60) })}
      </Text>
      <div style={{ maxWidth: '68ch', fontSize: '1.0625rem', lineHeight: 1.7 }}>
        <Markdown text={lesson.body} />
      </div>
      <Divider />
      <Group aria-live="polite">
        {lesson.isCompleted ? (
          <Group gap={6} c="var(--lectern-good)">
            <IconCircleCheckFilled size={20} aria-hidden />
            <Text fw={600}>{t('lesson.markedRead')}</Text>
          </Group>
        ) : (
          <Button
            variant="light"
            leftSection={<IconCheck size={18} aria-hidden />}
            loading={complete.isPending}
            onClick={() => complete.mutate({ input: { lessonId: lesson.id } })}
          >
            {t('lesson.markRead')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

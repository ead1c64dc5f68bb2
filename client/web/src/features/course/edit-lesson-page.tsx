import { ReadingForEditingDocument, UpdateLessonDocument } from '@lectern/sdk';
import { Button, Grid, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../graph/use-graph.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Page } from '../../ui/page.tsx';
import { Surface } from '../../ui/section.tsx';
import { LoadingPage } from '../../ui/states.tsx';

interface ReadingEditorProps {
  readonly courseId: string;
  readonly lesson: { readonly id: string; readonly title: string; readonly body: string };
}

function ReadingEditor({ courseId, lesson }: ReadingEditorProps) {
  const { t } = useTranslation();
  const back = `/teach/courses/${courseId}`;
  const form = useForm({
    initialValues: { title: lesson.title, body: lesson.body },
    validate: { title: (value) => (value.trim() ? null : t('common.required')) },
  });
  const update = useGraphMutation(UpdateLessonDocument, { done: t('common.saved'), onDone: () => form.resetDirty() });
  const isDirty = form.isDirty();
  useEffect(() => {
    if (!isDirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isDirty]);
  const [preview] = useDebouncedValue(form.values.body, 300);
  const send = form.onSubmit(({ title, body }) =>
    update.mutate({ input: { lessonId: lesson.id, title: title.trim(), body } }),
  );
  return (
    <Page
      title={t('teach.writeReading')}
      crumbs={[
        { label: t('nav.teaching'), to: '/teach' },
        { label: t('teach.course'), to: back },
      ]}
    >
      <form onSubmit={send}>
        <Stack gap="lg">
          <TextInput size="md" label={t('teach.lessonTitle')} maxLength={200} {...form.getInputProps('title')} />
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, md: 6 }}>
              <Textarea
                label={t('teach.body')}
                description={t('teach.markdownHint')}
                autosize
                minRows={18}
                maxRows={40}
                maxLength={200_000}
                styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.9rem' } }}
                {...form.getInputProps('body')}
              />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 6 }}>
              <Text size="sm" fw={500} mb={25}>
                {t('teach.preview')}
              </Text>
              <Surface component="section" aria-label={t('teach.preview')} mih={380}>
                {preview.trim() ? <Markdown text={preview} /> : <Text c="dimmed">{t('teach.previewEmpty')}</Text>}
              </Surface>
            </Grid.Col>
          </Grid>
          <Group justify="flex-end">
            <Button component={Link} to={back} variant="default">
              {t('teach.backToOutline')}
            </Button>
            <Button type="submit" loading={update.isPending} disabled={!isDirty}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

/** Writing a reading in Markdown, with a preview beside it. */
export function Component() {
  const { courseId = '', lessonId = '' } = useParams();
  const lesson = useGraphQuery(ReadingForEditingDocument, { id: lessonId });
  return (
    <Loaded query={lesson} loading={<LoadingPage />}>
      {(data) =>
        data.lesson?.__typename === 'ReadingLesson' ? (
          <ReadingEditor courseId={courseId} lesson={{ ...data.lesson, body: data.lesson.body ?? '' }} />
        ) : (
          <NotFoundPage />
        )
      }
    </Loaded>
  );
}

import { LessonDocument, type LessonQuery } from '@lectern/sdk';
import { Box, Button, Drawer, Grid, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowLeft, IconArrowRight, IconCircleCheckFilled, IconList } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphQuery } from '../../graph/use-graph.ts';
import { Page } from '../../ui/page.tsx';
import { Surface } from '../../ui/section.tsx';
import { LoadingBlock, LoadingPage } from '../../ui/states.tsx';
import { ExamRow } from '../exam/exam-row.tsx';
import { neighboursOf } from './neighbours.ts';
import { ReadingView } from './reading-view.tsx';
import { SideOutline } from './side-outline.tsx';

const VideoPlayer = lazy(async () => ({ default: (await import('../video/video-player.tsx')).VideoPlayer }));

type Lesson = NonNullable<LessonQuery['lesson']>;

function LessonContent({ lesson }: { readonly lesson: Lesson }) {
  const { t } = useTranslation();
  switch (lesson.__typename) {
    case 'ReadingLesson':
      return <ReadingView lesson={lesson} />;
    case 'VideoLesson':
      return lesson.video ? (
        <Suspense fallback={<LoadingBlock lines={2} />}>
          <VideoPlayer key={lesson.video.id} video={lesson.video} />
        </Suspense>
      ) : (
        <Text c="dimmed">{t('lesson.noVideo')}</Text>
      );
    case 'ExamLesson':
      return lesson.exam ? <ExamRow exam={lesson.exam} /> : <Text c="dimmed">{t('lesson.noExam')}</Text>;
  }
}

function LessonSteps({ lesson }: { readonly lesson: Lesson }) {
  const { t } = useTranslation();
  const { previous, next } = neighboursOf(lesson.course.modules, lesson.id);
  const to = (id: string) => `/courses/${lesson.course.slug}/lessons/${id}`;
  return (
    <Group component="nav" justify="space-between" gap="sm" aria-label={t('lesson.steps')}>
      {previous ? (
        <Button
          component={Link}
          to={to(previous.id)}
          variant="default"
          leftSection={<IconArrowLeft size={17} aria-hidden />}
          aria-label={t('lesson.previousOf', { title: previous.title })}
        >
          {t('lesson.previous')}
        </Button>
      ) : (
        <span />
      )}
      {next ? (
        <Button
          component={Link}
          to={to(next.id)}
          rightSection={<IconArrowRight size={17} aria-hidden />}
          aria-label={t('lesson.nextOf', { title: next.title })}
        >
          {t('lesson.next')}
        </Button>
      ) : (
        <Button component={Link} to={`/courses/${lesson.course.slug}`} variant="default">
          {t('lesson.backToCourse')}
        </Button>
      )}
    </Group>
  );
}

function LessonView({ lesson }: { readonly lesson: Lesson }) {
  const { t } = useTranslation();
  const [isOpen, outline] = useDisclosure(false);
  const { course } = lesson;
  const side = <SideOutline course={course} lessonId={lesson.id} onChoose={outline.close} />;
  return (
    <Page
      key={lesson.id}
      title={lesson.title}
      crumbs={[
        { label: t('nav.courses'), to: '/courses' },
        { label: course.title, to: `/courses/${course.slug}` },
      ]}
      beside={
        lesson.isCompleted ? (
          <Group gap={5} c="var(--lectern-good)">
            <IconCircleCheckFilled size={19} aria-hidden />
            <Text fw={600} size="sm">
              {t('lesson.completed')}
            </Text>
          </Group>
        ) : null
      }
      actions={
        <Button
          hiddenFrom="md"
          variant="default"
          onClick={outline.open}
          leftSection={<IconList size={17} aria-hidden />}
        >
          {t('lesson.outline')}
        </Button>
      }
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 8.5 }}>
          <Stack gap="xl">
            <Surface component="article" p={{ base: 'md', sm: 'xl' }}>
              <LessonContent lesson={lesson} />
            </Surface>
            <LessonSteps lesson={lesson} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={3.5} visibleFrom="md">
          <Box style={{ position: 'sticky', top: 84, maxHeight: 'calc(100dvh - 108px)', overflowY: 'auto' }}>
            {side}
          </Box>
        </Grid.Col>
      </Grid>
      <Drawer
        opened={isOpen}
        onClose={outline.close}
        position="right"
        size={320}
        title={t('lesson.outline')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {side}
      </Drawer>
    </Page>
  );
}

/** One lesson: a text, a video or the way to an exam, with the outline beside it. */
export function Component() {
  const { lessonId = '' } = useParams();
  const lesson = useGraphQuery(LessonDocument, { id: lessonId });
  return (
    <Loaded query={lesson} loading={<LoadingPage />}>
      {(data) => (data.lesson ? <LessonView lesson={data.lesson} /> : <NotFoundPage />)}
    </Loaded>
  );
}

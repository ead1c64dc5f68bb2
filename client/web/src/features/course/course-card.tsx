import type { CourseCardFragment } from '@lectern/sdk';
import { Anchor, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheckFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../i18n/format.ts';
import { Surface } from '../../ui/section.tsx';
import classes from './course-card.module.css';
import { CourseCover } from './course-cover.tsx';

/** How far the viewer is in a course, as a bar with words. */
export function CourseProgressBar({ progress }: { readonly progress: CourseCardProgress }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isDone = progress.completedAt !== null;
  return (
    <Stack gap={6}>
      <Progress
        value={progress.percent}
        size={8}
        radius="xl"
        color={isDone ? 'teal.7' : 'ink'}
        aria-label={t('course.progressLabel')}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {t('course.lessonsDone', { done: progress.completedLessonCount, total: progress.lessonCount })}
        </Text>
        {isDone ? (
          <Group gap={4} c="var(--lectern-good)">
            <IconCircleCheckFilled size={16} aria-hidden />
            <Text size="sm" fw={600}>
              {t('course.completed')}
            </Text>
          </Group>
        ) : (
          <Text size="sm" fw={600} className="lectern-tabular">
            {format.percent(progress.percent)}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

type CourseCardProgress = NonNullable<CourseCardFragment['viewerEnrolment']>['progress'];

export interface CourseCardProps {
  readonly course: CourseCardFragment;
  /** The level of its heading, after what stands above the list. */
  readonly headingOrder: 2 | 3;
}

/** A course in a list: the whole card leads to it. */
export function CourseCard({ course, headingOrder }: CourseCardProps) {
  const { t } = useTranslation();
  const progress = course.viewerEnrolment?.progress;
  return (
    <Surface component="article" className={classes.card ?? ''} p={0}>
      <CourseCover slug={course.slug} title={course.title} />
      <Stack gap="sm" p="lg" flex={1}>
        <Title order={headingOrder} size="h4" lh={1.35}>
          <Anchor
            component={Link}
            to={`/courses/${course.slug}`}
            c="inherit"
            fw={650}
            fz="md"
            className={classes.link ?? ''}
          >
            {course.title}
          </Anchor>
        </Title>
        <Text size="sm" c="dimmed" lineClamp={3} flex={1}>
          {course.summary}
        </Text>
        {progress ? (
          <CourseProgressBar progress={progress} />
        ) : (
          <Text size="sm" c="dimmed">
            {t('course.lessonCount', { count: course.lessonCount })}
            {course.instructors.length > 0 ? ` · ${course.instructors.map(({ name }) => name).join(', ')}` : ''}
          </Text>
        )}
      </Stack>
    </Surface>
  );
}

import type { ModulePartsFragment } from '@lectern/sdk';
import { Group, Stack, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../i18n/format.ts';
import { lessonKinds } from './lesson-kind.tsx';
import classes from './outline.module.css';

type LessonEntry = ModulePartsFragment['lessons'][number];

function useLessonHint(lesson: LessonEntry): string {
  const { t } = useTranslation();
  const format = useFormat();
  const kind = t(lessonKinds[lesson.__typename].label);
  switch (lesson.__typename) {
    case 'ReadingLesson':
      return `${kind} · ${format.duration(Math.max(1, lesson.readingMinutes) * 60)}`;
    case 'VideoLesson':
      return lesson.video?.durationSeconds ? `${kind} · ${format.duration(lesson.video.durationSeconds)}` : kind;
    case 'ExamLesson':
      return lesson.exam ? `${kind} · ${format.duration(lesson.exam.timeLimitSeconds)}` : kind;
  }
}

function LessonRow({
  lesson,
  slug,
  canOpen,
}: {
  readonly lesson: LessonEntry;
  readonly slug: string;
  readonly canOpen: boolean;
}) {
  const { t } = useTranslation();
  const hint = useLessonHint(lesson);
  const Icon = lessonKinds[lesson.__typename].icon;
  const body = (
    <>
      <ThemeIcon
        size={34}
        radius="xl"
        variant={lesson.isCompleted ? 'filled' : 'light'}
        color={lesson.isCompleted ? 'teal.8' : 'ink'}
        aria-hidden
      >
        {lesson.isCompleted ? <IconCheck size={18} /> : <Icon size={18} stroke={1.7} />}
      </ThemeIcon>
      <Stack gap={0} flex={1} miw={0}>
        <Text fw={550}>{lesson.title}</Text>
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      </Stack>
      {lesson.isCompleted ? <VisuallyHidden>{t('lesson.completed')}</VisuallyHidden> : null}
      {canOpen ? <IconChevronRight size={18} color="var(--mantine-color-dimmed)" aria-hidden /> : null}
    </>
  );
  if (!canOpen) {
    return (
      <Group gap="sm" wrap="nowrap" px="sm" py={9}>
        {body}
      </Group>
    );
  }
  return (
    <Link to={`/courses/${slug}/lessons/${lesson.id}`} className={classes.row}>
      {body}
    </Link>
  );
}

export interface OutlineProps {
  readonly course: { readonly slug: string };
  readonly modules: readonly ModulePartsFragment[];
  /** Whether lessons lead to their pages. */
  readonly canOpen: boolean;
}

/** The modules of a course with their lessons. */
export function Outline({ course, modules, canOpen }: OutlineProps) {
  const { t } = useTranslation();
  if (modules.length === 0) return <Text c="dimmed">{t('course.noLessons')}</Text>;
  return (
    <Stack gap="lg">
      {modules.map((module) => (
        <section key={module.id} aria-label={module.title}>
          <Title order={3} mb={6}>
            {module.title}
          </Title>
          <ul className={classes.list}>
            {module.lessons.map((lesson) => (
              <li key={lesson.id}>
                <LessonRow lesson={lesson} slug={course.slug} canOpen={canOpen} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Stack>
  );
}

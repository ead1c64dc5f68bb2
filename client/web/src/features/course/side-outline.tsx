import type { LessonCourseFragment } from '@lectern/sdk';
import { Anchor, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconCircleCheckFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { lessonKinds } from './lesson-kind.tsx';
import classes from './outline.module.css';

export interface SideOutlineProps {
  readonly course: LessonCourseFragment;
  readonly lessonId: string;
  readonly onChoose: () => void;
}

/** The lessons of the course beside the one that is open. */
export function SideOutline({ course, lessonId, onChoose }: SideOutlineProps) {
  const { t } = useTranslation();
  return (
    <Stack component="nav" gap="md" aria-label={t('lesson.outline')}>
      <Anchor component={Link} to={`/courses/${course.slug}`} fw={600} c="inherit">
        {course.title}
      </Anchor>
      {course.modules.map((module) => (
        <div key={module.id}>
          <Text size="sm" c="dimmed" fw={600} mb={4}>
            {module.title}
          </Text>
          <ul className={classes.list} style={{ margin: 0 }}>
            {module.lessons.map((lesson) => {
              const Icon = lesson.isCompleted ? IconCircleCheckFilled : lessonKinds[lesson.__typename].icon;
              return (
                <li key={lesson.id}>
                  <Link
                    to={`/courses/${course.slug}/lessons/${lesson.id}`}
                    className={classes.row}
                    aria-current={lesson.id === lessonId ? 'page' : undefined}
                    onClick={onChoose}
                  >
                    <Icon
                      size={18}
                      stroke={1.7}
                      color={lesson.isCompleted ? 'var(--lectern-good)' : 'var(--mantine-color-dimmed)'}
                      style={{ flex: 'none' }}
                      aria-hidden
                    />
                    <Text component="span" size="sm">
                      {lesson.title}
                      {lesson.isCompleted ? <VisuallyHidden> ({t('lesson.completed')})</VisuallyHidden> : null}
                    </Text>
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </Stack>
  );
}

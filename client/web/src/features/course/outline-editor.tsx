import {
  AddModuleDocument,
  type CourseForEditingQuery,
  type ModulePartsFragment,
  RemoveLessonDocument,
  RemoveModuleDocument,
  UpdateLessonDocument,
  UpdateModuleDocument,
} from '@lectern/sdk';
import { ActionIcon, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListTree, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { MoveButtons } from '../../ui/move-buttons.tsx';
import { PromptDialog } from '../../ui/prompt-dialog.tsx';
import { Surface } from '../../ui/section.tsx';
import { EmptyBlock } from '../../ui/states.tsx';
import { AddLessonDialog } from './add-lesson-dialog.tsx';
import { LessonDialog } from './lesson-dialog.tsx';
import { lessonKinds } from './lesson-kind.tsx';
import classes from './outline-editor.module.css';

type Course = NonNullable<CourseForEditingQuery['course']>;
type LessonEntry = ModulePartsFragment['lessons'][number];

interface LessonLineProps {
  readonly course: Course;
  readonly lesson: LessonEntry;
  readonly count: number;
}

function LessonLine({ course, lesson, count }: LessonLineProps) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const [isOpen, dialog] = useDisclosure(false);
  const update = useGraphMutation(UpdateLessonDocument);
  const remove = useGraphMutation(RemoveLessonDocument, { done: t('teach.lessonRemoved') });
  const Icon = lessonKinds[lesson.__typename].icon;
  const ask = async () => {
    const sure = await confirm({
      title: t('teach.removeLessonTitle'),
      body: t('teach.removeLessonBody', { title: lesson.title }),
      confirm: t('common.remove'),
      isDangerous: true,
    });
    if (sure) remove.mutate({ input: { lessonId: lesson.id } });
  };
  const isEmpty =
    (lesson.__typename === 'VideoLesson' && !lesson.video) || (lesson.__typename === 'ExamLesson' && !lesson.exam);
  const editLabel = t('teach.editOf', { name: lesson.title });
  return (
    <li className={classes.line}>
      <Icon size={19} stroke={1.7} color="var(--mantine-color-dimmed)" aria-hidden style={{ flex: 'none' }} />
      <Stack gap={0} flex={1} miw={0}>
        <Text fw={550} style={{ overflowWrap: 'anywhere' }}>
          {lesson.title}
        </Text>
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {t(lessonKinds[lesson.__typename].label)}
          </Text>
          {isEmpty ? <Badge color="orange">{t('teach.contentMissing')}</Badge> : null}
        </Group>
      </Stack>
      <Group gap={2} wrap="nowrap">
        <MoveButtons
          name={lesson.title}
          position={lesson.position}
          count={count}
          isDisabled={update.isPending}
          onMove={(position) => update.mutate({ input: { lessonId: lesson.id, position } })}
        />
        {lesson.__typename === 'ReadingLesson' ? (
          <ActionIcon
            component={Link}
            to={`/teach/courses/${course.id}/lessons/${lesson.id}`}
            variant="subtle"
            color="gray"
            c="dimmed"
            size={34}
            aria-label={editLabel}
          >
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
        ) : (
          <ActionIcon variant="subtle" color="gray" c="dimmed" size={34} aria-label={editLabel} onClick={dialog.open}>
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          c="dimmed"
          size={34}
          aria-label={t('teach.removeOf', { name: lesson.title })}
          onClick={() => void ask()}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {lesson.__typename === 'ReadingLesson' ? null : (
        <LessonDialog courseId={course.id} lesson={lesson} isOpen={isOpen} onClose={dialog.close} />
      )}
    </li>
  );
}

interface ModuleCardProps {
  readonly course: Course;
  readonly module: ModulePartsFragment;
}

function ModuleCard({ course, module }: ModuleCardProps) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const [isRenaming, rename] = useDisclosure(false);
  const [isAdding, add] = useDisclosure(false);
  const update = useGraphMutation(UpdateModuleDocument, { onDone: rename.close });
  const remove = useGraphMutation(RemoveModuleDocument, { done: t('teach.moduleRemoved') });
  const ask = async () => {
    const sure = await confirm({
      title: t('teach.removeModuleTitle'),
      body: t('teach.removeModuleBody', { title: module.title, count: module.lessons.length }),
      confirm: t('common.remove'),
      isDangerous: true,
    });
    if (sure) remove.mutate({ input: { moduleId: module.id } });
  };
  return (
    <Surface component="section" aria-label={module.title}>
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Title order={2} size="h3" style={{ overflowWrap: 'anywhere' }}>
          {module.title}
        </Title>
        <Group gap={2} wrap="nowrap">
          <MoveButtons
            name={module.title}
            position={module.position}
            count={course.modules.length}
            isDisabled={update.isPending}
            onMove={(position) => update.mutate({ input: { moduleId: module.id, position } })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size={34}
            aria-label={t('teach.renameOf', { name: module.title })}
            onClick={rename.open}
          >
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size={34}
            aria-label={t('teach.removeOf', { name: module.title })}
            onClick={() => void ask()}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {module.lessons.length > 0 ? (
        <ol className={classes.list}>
          {module.lessons.map((lesson) => (
            <LessonLine key={lesson.id} course={course} lesson={lesson} count={module.lessons.length} />
          ))}
        </ol>
      ) : (
        <Text c="dimmed" size="sm" py="xs">
          {t('teach.emptyModule')}
        </Text>
      )}
      <Button
        mt="sm"
        variant="light"
        size="sm"
        leftSection={<IconPlus size={17} aria-hidden />}
        onClick={add.open}
        aria-label={t('teach.addLessonTo', { name: module.title })}
      >
        {t('teach.addLesson')}
      </Button>
      <PromptDialog
        isOpen={isRenaming}
        onClose={rename.close}
        title={t('teach.renameModule')}
        label={t('teach.moduleTitle')}
        initial={module.title}
        confirm={t('common.save')}
        isBusy={update.isPending}
        onConfirm={(title) => update.mutate({ input: { moduleId: module.id, title } })}
      />
      <AddLessonDialog courseId={course.id} moduleId={module.id} isOpen={isAdding} onClose={add.close} />
    </Surface>
  );
}

/** The modules and lessons of a course: add, change, move, remove. */
export function OutlineEditor({ course }: { readonly course: Course }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const add = useGraphMutation(AddModuleDocument, { onDone: () => setOpen(false) });
  const button = (
    <Button
      variant={course.modules.length === 0 ? 'filled' : 'default'}
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => setOpen(true)}
    >
      {t('teach.addModule')}
    </Button>
  );
  return (
    <Stack gap="md">
      {course.modules.map((module) => (
        <ModuleCard key={module.id} course={course} module={module} />
      ))}
      {course.modules.length === 0 ? (
        <Surface>
          <EmptyBlock icon={IconListTree} title={t('teach.noModules')} action={button}>
            {t('teach.noModulesHint')}
          </EmptyBlock>
        </Surface>
      ) : (
        <Group>{button}</Group>
      )}
      <PromptDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('teach.addModule')}
        label={t('teach.moduleTitle')}
        confirm={t('common.add')}
        isBusy={add.isPending}
        onConfirm={(title) => add.mutate({ input: { courseId: course.id, title } })}
      />
    </Stack>
  );
}

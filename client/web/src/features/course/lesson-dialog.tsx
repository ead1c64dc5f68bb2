import { type ModulePartsFragment, UpdateLessonDocument } from '@lectern/sdk';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { ExamPicker, VideoPicker } from './content-pickers.tsx';

export interface LessonDialogProps {
  readonly courseId: string;
  readonly lesson: ModulePartsFragment['lessons'][number];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function contentIdOf(lesson: LessonDialogProps['lesson']): string | null {
  if (lesson.__typename === 'VideoLesson') return lesson.video?.id ?? null;
  if (lesson.__typename === 'ExamLesson') return lesson.exam?.id ?? null;
  return null;
}

function LessonForm({ courseId, lesson, onClose }: Omit<LessonDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const update = useGraphMutation(UpdateLessonDocument, { done: t('common.saved'), onDone: onClose });
  const form = useForm<{ title: string; contentId: string | null }>({
    initialValues: { title: lesson.title, contentId: contentIdOf(lesson) },
    validate: { title: (value) => (value.trim() ? null : t('common.required')) },
  });
  const send = form.onSubmit(({ title, contentId }) => {
    const content =
      contentId === null ? {} : lesson.__typename === 'VideoLesson' ? { videoId: contentId } : { examId: contentId };
    update.mutate({ input: { lessonId: lesson.id, title: title.trim(), ...content } });
  });
  const Picker = lesson.__typename === 'VideoLesson' ? VideoPicker : ExamPicker;
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <TextInput data-autofocus label={t('teach.lessonTitle')} maxLength={200} {...form.getInputProps('title')} />
        <Picker
          courseId={courseId}
          value={form.values.contentId}
          onChange={(id) => form.setFieldValue('contentId', id)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={update.isPending}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Changes a video or exam lesson. */
export function LessonDialog({ isOpen, ...props }: LessonDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      title={t('teach.editLesson')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <LessonForm {...props} />
    </Modal>
  );
}

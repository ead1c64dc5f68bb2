import { AddExamLessonDocument, AddReadingLessonDocument, AddVideoLessonDocument } from '@lectern/sdk';
import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { ExamPicker, VideoPicker } from './content-pickers.tsx';

type Kind = 'reading' | 'video' | 'exam';
const kinds: readonly Kind[] = ['reading', 'video', 'exam'];

export interface AddLessonDialogProps {
  readonly courseId: string;
  readonly moduleId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function AddLessonForm({ courseId, moduleId, onClose }: Omit<AddLessonDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const options = { done: t('teach.lessonAdded'), onDone: onClose };
  const reading = useGraphMutation(AddReadingLessonDocument, {
    onDone: ({ addReadingLesson }) => void navigate(`/teach/courses/${courseId}/lessons/${addReadingLesson.lesson.id}`),
  });
  const video = useGraphMutation(AddVideoLessonDocument, options);
  const exam = useGraphMutation(AddExamLessonDocument, options);
  const form = useForm<{ kind: Kind; title: string; contentId: string | null }>({
    initialValues: { kind: 'reading', title: '', contentId: null },
    validate: { title: (value) => (value.trim() ? null : t('common.required')) },
  });
  const send = form.onSubmit(({ kind, title, contentId }) => {
    const head = { moduleId, title: title.trim() };
    if (kind === 'reading') reading.mutate({ input: { ...head, body: '' } });
    else if (kind === 'video') video.mutate({ input: { ...head, videoId: contentId } });
    else exam.mutate({ input: { ...head, examId: contentId } });
  });
  const { kind, contentId } = form.values;
  const pick = (id: string | null) => form.setFieldValue('contentId', id);
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <Radio.Group
          label={t('teach.kind')}
          value={kind}
          onChange={(value) =>
            form.setValues({ kind: kinds.find((known) => known === value) ?? 'reading', contentId: null })
          }
        >
          <Group mt={6} gap="lg">
            {kinds.map((value) => (
              <Radio key={value} value={value} label={t(`lesson.kinds.${value}`)} />
            ))}
          </Group>
        </Radio.Group>
        <TextInput data-autofocus label={t('teach.lessonTitle')} maxLength={200} {...form.getInputProps('title')} />
        {kind === 'video' ? <VideoPicker courseId={courseId} value={contentId} onChange={pick} /> : null}
        {kind === 'exam' ? <ExamPicker courseId={courseId} value={contentId} onChange={pick} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={reading.isPending || video.isPending || exam.isPending}>
            {kind === 'reading' ? t('teach.addAndWrite') : t('common.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Adds a reading, a video or an exam at the end of a module. */
export function AddLessonDialog({ isOpen, ...props }: AddLessonDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      title={t('teach.addLesson')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <AddLessonForm {...props} />
    </Modal>
  );
}

import { AddSectionDocument, type PaperPartsFragment, UpdateSectionDocument } from '@lectern/sdk';
import { Alert, Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../graph/error-text.ts';
import { useGraphMutation } from '../../../graph/use-graph.ts';

export interface SectionDialogProps {
  readonly examId: string;
  /** The section to change; null to add one. */
  readonly section: PaperPartsFragment['sections'][number] | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function SectionForm({ examId, section, onClose }: Omit<SectionDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const options = { done: t('common.saved'), onDone: onClose, showsFailure: true };
  const add = useGraphMutation(AddSectionDocument, options);
  const update = useGraphMutation(UpdateSectionDocument, options);
  const error = add.error ?? update.error;
  const form = useForm({
    initialValues: { title: section?.title ?? '', instructions: section?.instructions ?? '' },
    validate: { title: (value) => (value.trim() ? null : t('common.required')) },
  });
  const send = form.onSubmit(({ title, instructions }) => {
    const values = { title: title.trim(), instructions };
    if (section) update.mutate({ input: { sectionId: section.id, ...values } });
    else add.mutate({ input: { examId, ...values } });
  });
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        {error ? (
          <Alert color="red" role="alert">
            {errorText(error)}
          </Alert>
        ) : null}
        <TextInput data-autofocus label={t('sections.title')} maxLength={200} {...form.getInputProps('title')} />
        <Textarea
          label={t('exam.instructions')}
          description={t('sections.instructionsHint')}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={20_000}
          {...form.getInputProps('instructions')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending || update.isPending}>
            {t(section ? 'common.save' : 'common.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Names a section and says what learners should know before its questions. */
export function SectionDialog({ isOpen, ...props }: SectionDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      title={t(props.section ? 'sections.edit' : 'sections.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <SectionForm {...props} />
    </Modal>
  );
}

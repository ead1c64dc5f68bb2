import { AddQuestionDocument, type AuthoredQuestionPartsFragment, UpdateQuestionDocument } from '@lectern/sdk';
import {
  Alert,
  Button,
  Group,
  Modal,
  NumberInput,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../graph/error-text.ts';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { ChoicesField } from './choices-field.tsx';
import {
  hasChoices,
  problemsOf,
  type QuestionValues,
  questionInputOf,
  questionKinds,
  valuesOf,
} from './question-values.ts';

export interface QuestionDialogProps {
  /** Needed when a question is added. */
  readonly examId: string;
  /** The question to change; null to add one. */
  readonly question: AuthoredQuestionPartsFragment | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function KeyFields({ form }: { readonly form: UseFormReturnType<QuestionValues> }) {
  const { t } = useTranslation();
  const { kind } = form.values;
  if (hasChoices(kind)) return <ChoicesField form={form} />;
  if (kind === 'TRUE_FALSE') {
    return (
      <Radio.Group label={t('questions.truth')} {...form.getInputProps('isTrue')}>
        <Group mt={6} gap="lg">
          <Radio value="true" label={t('room.true')} />
          <Radio value="false" label={t('room.false')} />
        </Group>
      </Radio.Group>
    );
  }
  if (kind === 'NUMERIC') {
    return (
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
        <NumberInput label={t('questions.number')} hideControls {...form.getInputProps('number')} />
        <NumberInput label={t('questions.tolerance')} min={0} hideControls {...form.getInputProps('tolerance')} />
        <TextInput label={t('questions.unit')} maxLength={40} {...form.getInputProps('unit')} />
      </SimpleGrid>
    );
  }
  return (
    <TagsInput
      label={t('questions.texts')}
      description={t('questions.textsHint')}
      maxTags={50}
      splitChars={['|']}
      acceptValueOnBlur
      {...form.getInputProps('acceptedTexts')}
    />
  );
}

function QuestionForm({ examId, question, onClose }: Omit<QuestionDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const options = { done: t('common.saved'), onDone: onClose, showsFailure: true };
  const add = useGraphMutation(AddQuestionDocument, options);
  const update = useGraphMutation(UpdateQuestionDocument, options);
  const error = add.error ?? update.error;
  const form = useForm<QuestionValues>({
    initialValues: valuesOf(question),
    validate: (values) =>
      Object.fromEntries(
        Object.entries(problemsOf(values)).map(([field, problem]) => [
          field,
          problem && t(`questions.problems.${problem}`),
        ]),
      ),
  });
  const send = form.onSubmit((values) => {
    const input = questionInputOf(values);
    if (question) update.mutate({ input: { questionId: question.id, question: input } });
    else add.mutate({ input: { examId, question: input } });
  });
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        {error ? (
          <Alert color="red" role="alert">
            {errorText(error)}
          </Alert>
        ) : null}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <Select
            label={t('questions.kind')}
            allowDeselect={false}
            data={questionKinds.map((value) => ({ value, label: t(`questions.kinds.${value}`) }))}
            {...form.getInputProps('kind')}
          />
          <NumberInput label={t('questions.points')} min={0} step={1} {...form.getInputProps('pointsMax')} />
        </SimpleGrid>
        <Textarea
          data-autofocus
          label={t('questions.prompt')}
          description={t('teach.markdownHint')}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={10_000}
          {...form.getInputProps('prompt')}
        />
        <KeyFields form={form} />
        {form.values.kind === 'MULTIPLE_CHOICE' ? (
          <Text size="sm" c="dimmed">
            {t('questions.multipleHint')}
          </Text>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending || update.isPending}>
            {question ? t('common.save') : t('common.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Writes a question of any kind, with its key. */
export function QuestionDialog({ isOpen, ...props }: QuestionDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      size="lg"
      title={t(props.question ? 'questions.edit' : 'questions.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <QuestionForm {...props} />
    </Modal>
  );
}

import { AddDrawDocument, type DrawPartsFragment, QuestionBankDocument, UpdateDrawDocument } from '@lectern/sdk';
import { Alert, Button, Group, Modal, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../graph/error-text.ts';
import { useGraphMutation, useGraphQuery } from '../../../graph/use-graph.ts';
import { difficulties } from '../bank/bank-badges.tsx';
import { TagPicker } from '../bank/tag-picker.tsx';

export interface DrawDialogProps {
  readonly exam: { readonly id: string; readonly course: { readonly id: string } };
  /** The draw to change; null to add one. */
  readonly draw: DrawPartsFragment | null;
  /** Where a new one stands; null: in no section. */
  readonly sectionId: string | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface DrawValues {
  tags: string[];
  difficultyMin: string | null;
  difficultyMax: string | null;
  questionCount: number | string;
  pointsEach: number | string;
}

function levelOf(value: string | null): number | null {
  return value === null ? null : Number(value);
}

function useDrawForm(draw: DrawPartsFragment | null) {
  const { t } = useTranslation();
  return useForm<DrawValues>({
    initialValues: {
      tags: [...(draw?.tags ?? [])],
      difficultyMin: draw?.difficultyMin ? String(draw.difficultyMin) : null,
      difficultyMax: draw?.difficultyMax ? String(draw.difficultyMax) : null,
      questionCount: draw?.questionCount ?? 5,
      pointsEach: draw?.pointsEach ?? 1,
    },
    validate: {
      tags: (tags) => (tags.length > 0 ? null : t('draws.noTags')),
      difficultyMax: (max, { difficultyMin: min }) => (max && min && max < min ? t('draws.wrongRange') : null),
      questionCount: (value) =>
        Number.isInteger(Number(value)) && Number(value) >= 1 && Number(value) <= 500
          ? null
          : t('common.between', { min: 1, max: 500 }),
      pointsEach: (value) => (Number(value) > 0 ? null : t('questions.problems.noPoints')),
    },
  });
}

/** How many questions bear all the tags, before the draw is saved. */
function Matching({ courseId, values }: { readonly courseId: string; readonly values: DrawValues }) {
  const { t } = useTranslation();
  const filter = { tags: values.tags, isArchived: false };
  const { data } = useGraphQuery(
    QuestionBankDocument,
    { courseId, filter, first: 1 },
    { enabled: values.tags.length > 0 },
  );
  if (values.tags.length === 0 || !data) return null;
  const count = data.questionBank.totalCount;
  const isRanged = values.difficultyMin !== null || values.difficultyMax !== null;
  const isEnough = count >= Number(values.questionCount);
  return (
    <Text size="sm" role="status" {...(isEnough ? { c: 'dimmed' } : { c: 'var(--lectern-warn)', fw: 550 })}>
      {t(isEnough ? 'draws.bearing' : 'draws.bearingTooFew', { count })}
      {isEnough && isRanged ? ` ${t('draws.rangeLater')}` : ''}
    </Text>
  );
}

function DrawForm({ exam, draw, sectionId, onClose }: Omit<DrawDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const form = useDrawForm(draw);
  const options = { done: t('common.saved'), onDone: onClose, showsFailure: true };
  const add = useGraphMutation(AddDrawDocument, options);
  const update = useGraphMutation(UpdateDrawDocument, options);
  const error = add.error ?? update.error;
  const levels = difficulties.map((level) => ({ value: String(level), label: t(`bank.difficulties.level${level}`) }));
  const send = form.onSubmit((values) => {
    const rest = {
      tags: values.tags,
      difficultyMin: levelOf(values.difficultyMin),
      difficultyMax: levelOf(values.difficultyMax),
      questionCount: Number(values.questionCount),
      pointsEach: Number(values.pointsEach),
    };
    if (draw) update.mutate({ input: { drawId: draw.id, ...rest } });
    else add.mutate({ input: { examId: exam.id, sectionId, ...rest } });
  });
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('draws.hint')}
        </Text>
        {error ? (
          <Alert color="red" role="alert">
            {errorText(error)}
          </Alert>
        ) : null}
        <TagPicker
          courseId={exam.course.id}
          label={t('draws.tags')}
          description={t('draws.tagsHint')}
          value={form.values.tags}
          error={typeof form.errors.tags === 'string' ? form.errors.tags : null}
          onChange={(tags) => form.setFieldValue('tags', tags)}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <Select
            label={t('draws.difficultyMin')}
            placeholder={t('draws.anyDifficulty')}
            clearable
            clearButtonProps={{ 'aria-label': t('common.clear') }}
            data={levels}
            {...form.getInputProps('difficultyMin')}
          />
          <Select
            label={t('draws.difficultyMax')}
            placeholder={t('draws.anyDifficulty')}
            clearable
            clearButtonProps={{ 'aria-label': t('common.clear') }}
            data={levels}
            {...form.getInputProps('difficultyMax')}
          />
          <NumberInput
            label={t('draws.questionCount')}
            min={1}
            max={500}
            allowDecimal={false}
            {...form.getInputProps('questionCount')}
          />
          <NumberInput label={t('draws.pointsEach')} min={0} {...form.getInputProps('pointsEach')} />
        </SimpleGrid>
        <Matching courseId={exam.course.id} values={form.values} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending || update.isPending}>
            {t(draw ? 'common.save' : 'common.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Says which questions of the bank are drawn, how many, and what they are worth. */
export function DrawDialog({ isOpen, ...props }: DrawDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      title={t(props.draw ? 'draws.edit' : 'draws.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <DrawForm {...props} />
    </Modal>
  );
}

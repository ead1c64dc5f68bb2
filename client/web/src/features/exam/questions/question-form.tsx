import type { AuthoredQuestionPartsFragment } from '@lectern/sdk';
import { Alert, Button, Group, NumberInput, Radio, Select, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPhotoPlus } from '@tabler/icons-react';
import { type ReactNode, useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PictureDialog } from '../illustration/picture-dialog.tsx';
import { PictureField } from '../illustration/picture-field.tsx';
import type { Given } from '../room/answers.ts';
import { type KeyFieldProps, KeyFields, type QuestionForm } from './key-fields.tsx';
import { QuestionPreview } from './question-preview.tsx';
import { previewOf } from './question-preview-of.ts';
import { problemsOf } from './question-problems.ts';
import { type QuestionValues, questionKinds, scoringsOf, valuesOf } from './question-values.ts';
import classes from './questions.module.css';

export interface QuestionFormProps {
  /** Whose pictures they are. */
  readonly courseId: string;
  /** The question to change; null for a new one. */
  readonly question: AuthoredQuestionPartsFragment | null;
  readonly submit: string;
  readonly isBusy: boolean;
  /** Why it was refused, in words; null otherwise. */
  readonly failure: string | null;
  /** Said below the question before it is saved, for example that a new version is made. */
  readonly note?: ReactNode;
  /** Further fields, for example tags. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
  readonly onSubmit: (values: QuestionValues) => void;
}

function useQuestionForm(question: AuthoredQuestionPartsFragment | null): QuestionForm {
  const { t } = useTranslation();
  return useForm<QuestionValues>({
    initialValues: valuesOf(question),
    validate: (values) =>
      Object.fromEntries(
        Object.entries(problemsOf(values)).map(([field, problem]) => [
          field,
          problem && t(`questions.problems.${problem}`),
        ]),
      ),
  });
}

function PromptFields({ form, courseId }: KeyFieldProps) {
  const { t } = useTranslation();
  const [isChoosing, dialog] = useDisclosure(false);
  const { illustration } = form.values;
  const error = form.errors.illustration;
  return (
    <Stack gap="xs">
      <Textarea
        data-autofocus
        label={t('questions.prompt')}
        description={t('questions.promptHint')}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={10_000}
        {...form.getInputProps('prompt')}
      />
      {illustration ? (
        <PictureField
          name={t('questions.prompt')}
          value={illustration}
          error={typeof error === 'string' ? error : null}
          onChange={(value) => form.setFieldValue('illustration', value)}
        />
      ) : (
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPhotoPlus size={16} aria-hidden />}
            onClick={dialog.open}
          >
            {t('picture.add')}
          </Button>
        </Group>
      )}
      <PictureDialog
        courseId={courseId}
        isOpen={isChoosing}
        onClose={dialog.close}
        onDone={(value) => {
          form.setFieldValue('illustration', value);
          dialog.close();
        }}
      />
    </Stack>
  );
}

function ScoringField({ form }: { readonly form: QuestionForm }) {
  const { t } = useTranslation();
  const { kind, scoring } = form.values;
  const offered = scoringsOf(kind);
  if (offered.length === 0) return null;
  const group = kind === 'MULTIPLE_CHOICE' ? 'choices' : kind === 'MATCHING' ? 'pairs' : 'items';
  return (
    <Radio.Group
      label={t('questions.scoring')}
      value={offered.includes(scoring) ? scoring : 'PARTIAL'}
      onChange={(value) => form.setFieldValue('scoring', offered.find((known) => known === value) ?? 'ALL_OR_NOTHING')}
    >
      <Stack gap="xs" mt={6}>
        {offered.map((value) => (
          <Radio
            key={value}
            value={value}
            label={t(`questions.scorings.${value}`)}
            description={
              value === 'PARTIAL_NEGATIVE' ? t('questions.negativeHint') : t(`questions.scoringHints.${group}.${value}`)
            }
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function Preview({ values }: { readonly values: QuestionValues }) {
  const { t } = useTranslation();
  const id = useId();
  const shown = useDeferredValue(values);
  const [given, setGiven] = useState<{ readonly kind: string; readonly answer: Given }>({ kind: '', answer: {} });
  return (
    <section aria-labelledby={id} className={classes.beside}>
      <Text component="h3" id={id} fw={650} size="sm" m={0} mb="sm">
        {t('questions.asLearner')}
      </Text>
      <QuestionPreview
        key={shown.kind}
        question={previewOf(shown)}
        given={given.kind === shown.kind ? given.answer : {}}
        onAnswer={(answer) => setGiven({ kind: shown.kind, answer })}
      />
    </section>
  );
}

/** Writes a question of any kind, with its key, beside how learners will see it. */
export function QuestionFields(props: QuestionFormProps) {
  const { courseId, question, submit, isBusy, failure, note, children, onClose, onSubmit } = props;
  const { t } = useTranslation();
  const form = useQuestionForm(question);
  return (
    <form onSubmit={form.onSubmit(onSubmit)} noValidate>
      <div className={classes.editor}>
        <Stack gap="md" miw={0}>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <Select
              label={t('questions.kind')}
              allowDeselect={false}
              data={questionKinds.map((value) => ({ value, label: t(`questions.kinds.${value}`) }))}
              {...form.getInputProps('kind')}
            />
            <NumberInput label={t('questions.points')} min={0} step={1} {...form.getInputProps('pointsMax')} />
          </SimpleGrid>
          <PromptFields form={form} courseId={courseId} />
          <KeyFields form={form} courseId={courseId} />
          <ScoringField form={form} />
          <Textarea
            label={t('questions.feedback')}
            description={t('questions.feedbackHint')}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={10_000}
            {...form.getInputProps('feedback')}
          />
          {children}
        </Stack>
        <Preview values={form.values} />
      </div>
      <Stack gap="sm" mt="lg" className={classes.footer ?? ''}>
        {failure ? (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          {note ? (
            <Text size="sm" c="dimmed" flex="1 1 240px">
              {note}
            </Text>
          ) : null}
          <Group gap="sm" wrap="nowrap">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {submit}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

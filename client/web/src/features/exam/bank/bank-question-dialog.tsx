import {
  AddBankQuestionDocument,
  type BankQuestionPartsFragment,
  BankTagsDocument,
  UpdateBankQuestionDocument,
} from '@lectern/sdk';
import { Select, SimpleGrid, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation, useGraphQuery } from '../../../graph/use-graph.ts';
import { QuestionFields } from '../questions/question-form.tsx';
import { questionInputOf } from '../questions/question-input.ts';
import { QuestionModal } from '../questions/question-modal.tsx';
import { valuesOf } from '../questions/question-values.ts';
import { useQuestionFailure } from '../questions/use-question-failure.ts';
import { difficulties } from './bank-badges.tsx';

export interface BankQuestionDialogProps {
  readonly courseId: string;
  /** The question to change; null to add one. */
  readonly entry: BankQuestionPartsFragment | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface Labels {
  readonly tags: readonly string[];
  readonly difficulty: number | null;
}

function LabelFields({
  courseId,
  value,
  onChange,
}: {
  readonly courseId: string;
  readonly value: Labels;
  readonly onChange: (value: Labels) => void;
}) {
  const { t } = useTranslation();
  const { data } = useGraphQuery(BankTagsDocument, { courseId });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      <TagsInput
        label={t('bank.tags')}
        description={t('bank.tagsHint')}
        data={data?.bankTags.map(({ name }) => name) ?? []}
        maxTags={20}
        maxLength={60}
        splitChars={[',']}
        acceptValueOnBlur
        value={[...value.tags]}
        onChange={(tags) => onChange({ ...value, tags })}
      />
      <Select
        label={t('bank.difficulty')}
        description={t('bank.difficultyHint')}
        placeholder={t('bank.difficultyUnknown')}
        clearable
        clearButtonProps={{ 'aria-label': t('common.clear') }}
        data={difficulties.map((level) => ({ value: String(level), label: t(`bank.difficulties.level${level}`) }))}
        value={value.difficulty === null ? null : String(value.difficulty)}
        onChange={(level) => onChange({ ...value, difficulty: level === null ? null : Number(level) })}
      />
    </SimpleGrid>
  );
}

/** Whether two inputs ask the same, so that no version is made of nothing. */
function isSameInput(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function BankQuestionForm({ courseId, entry, onClose }: Omit<BankQuestionDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const failureOf = useQuestionFailure();
  const [labels, setLabels] = useState<Labels>({ tags: entry?.tags ?? [], difficulty: entry?.difficulty ?? null });
  const options = { done: t('common.saved'), onDone: onClose, showsFailure: true };
  const add = useGraphMutation(AddBankQuestionDocument, options);
  const update = useGraphMutation(UpdateBankQuestionDocument, options);
  return (
    <QuestionFields
      courseId={courseId}
      question={entry?.question ?? null}
      submit={t(entry ? 'common.save' : 'common.add')}
      isBusy={add.isPending || update.isPending}
      failure={failureOf(add.error ?? update.error)}
      note={entry ? t('bank.newVersionHint') : null}
      onClose={onClose}
      onSubmit={(values) => {
        const question = questionInputOf(values);
        const { tags, difficulty } = labels;
        if (!entry) return add.mutate({ input: { courseId, question, tags, difficulty } });
        const isSame = isSameInput(question, questionInputOf(valuesOf(entry.question)));
        return update.mutate({ input: { id: entry.id, tags, difficulty, ...(isSame ? {} : { question }) } });
      }}
    >
      <LabelFields courseId={courseId} value={labels} onChange={setLabels} />
    </QuestionFields>
  );
}

/** Writes a question of a course's bank, with its tags and difficulty. */
export function BankQuestionDialog({ isOpen, ...props }: BankQuestionDialogProps) {
  const { t } = useTranslation();
  return (
    <QuestionModal title={t(props.entry ? 'questions.edit' : 'questions.add')} isOpen={isOpen} onClose={props.onClose}>
      <BankQuestionForm {...props} />
    </QuestionModal>
  );
}

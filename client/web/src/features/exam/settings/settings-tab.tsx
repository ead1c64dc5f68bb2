import { type ExamForEditingQuery, UpdateExamDocument } from '@lectern/sdk';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { ExamSettingsForm } from './settings-form.tsx';
import { changesOf, settingsOf } from './settings-values.ts';

type Exam = NonNullable<ExamForEditingQuery['exam']>;

/** The settings of an exam that is there: only what was changed is sent. */
export function SettingsTab({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const update = useGraphMutation(UpdateExamDocument, { done: t('common.saved') });
  return (
    <ExamSettingsForm
      key={JSON.stringify(exam)}
      exam={exam}
      submit={t('common.save')}
      isBusy={update.isPending}
      onSubmit={(values) => update.mutate({ input: { examId: exam.id, ...changesOf(settingsOf(exam), values) } })}
    />
  );
}

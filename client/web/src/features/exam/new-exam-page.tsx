import { CreateExamDocument } from '@lectern/sdk';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { Page } from '../../ui/page.tsx';
import { ExamSettingsForm } from './settings/settings-form.tsx';
import { inputOf } from './settings/settings-values.ts';

/** Making an exam: its settings; the questions come next. */
export function Component() {
  const { t } = useTranslation();
  const { courseId = '' } = useParams();
  const navigate = useNavigate();
  const create = useGraphMutation(CreateExamDocument, {
    onDone: ({ createExam }) => void navigate(`/teach/exams/${createExam.exam.id}?tab=questions`),
  });
  return (
    <Page
      title={t('teach.newExam')}
      description={t('exam.newHint')}
      width={900}
      crumbs={[
        { label: t('nav.teaching'), to: '/teach' },
        { label: t('teach.course'), to: `/teach/courses/${courseId}?tab=exams` },
      ]}
    >
      <ExamSettingsForm
        exam={null}
        submit={t('exam.create')}
        isBusy={create.isPending}
        onSubmit={(values) => create.mutate({ input: { courseId, ...inputOf(values) } })}
      />
    </Page>
  );
}

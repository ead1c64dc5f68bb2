import { CloseExamDocument, ExamForEditingDocument, type ExamForEditingQuery, UpdateExamDocument } from '@lectern/sdk';
import { Badge, Button } from '@mantine/core';
import { IconChartBar, IconEye, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../graph/use-graph.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { Surface } from '../../ui/section.tsx';
import { LoadingPage } from '../../ui/states.tsx';
import { UrlTabs } from '../../ui/url-tabs.tsx';
import { AnalysisTab } from './analysis/analysis-tab.tsx';
import { ExamSettingsForm, inputOf } from './exam-settings.tsx';
import { examStatusColors } from './exam-status.ts';
import { MarkingTab } from './marking/marking-tab.tsx';
import { QuestionsTab } from './questions/questions-tab.tsx';
import { RegradeTab } from './regrade/regrade-tab.tsx';
import { RegistrationsTab } from './registrations-tab.tsx';
import { ResultsTab } from './results-tab.tsx';

type Exam = NonNullable<ExamForEditingQuery['exam']>;

function SettingsTab({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const update = useGraphMutation(UpdateExamDocument, { done: t('common.saved') });
  const isDraft = exam.status === 'DRAFT';
  return (
    <Surface>
      <ExamSettingsForm
        key={JSON.stringify(exam)}
        exam={exam}
        submit={t('common.save')}
        isBusy={update.isPending}
        onSubmit={(values) => {
          const { timeLimitSeconds, passMarkPercent, attemptsMax, ...always } = inputOf(values);
          const fixed = isDraft ? { timeLimitSeconds, passMarkPercent, attemptsMax } : {};
          update.mutate({ input: { examId: exam.id, ...always, ...fixed } });
        }}
      />
    </Surface>
  );
}

function ExamActions({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const close = useGraphMutation(CloseExamDocument, { done: t('exam.closedDone') });
  const ask = async () => {
    const sure = await confirm({
      title: t('exam.closeTitle'),
      body: t('exam.closeBody'),
      confirm: t('exam.close'),
      isDangerous: true,
    });
    if (sure) close.mutate({ input: { examId: exam.id } });
  };
  return (
    <>
      <Button
        component={Link}
        to={`/exams/${exam.id}`}
        variant="default"
        leftSection={<IconEye size={17} aria-hidden />}
      >
        {t('teach.view')}
      </Button>
      {exam.status === 'DRAFT' ? null : (
        <Button
          component={Link}
          to={`/teach/exams/${exam.id}/live`}
          variant="default"
          leftSection={<IconChartBar size={17} aria-hidden />}
        >
          {t('exam.live')}
        </Button>
      )}
      {exam.status === 'PUBLISHED' ? (
        <Button
          variant="default"
          onClick={() => void ask()}
          loading={close.isPending}
          leftSection={<IconLock size={17} aria-hidden />}
        >
          {t('exam.close')}
        </Button>
      ) : null}
    </>
  );
}

function EditExam({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const tabs = [
    { value: 'questions', label: t('exam.tabs.questions'), content: <QuestionsTab exam={exam} /> },
    { value: 'settings', label: t('exam.tabs.settings'), content: <SettingsTab exam={exam} /> },
    { value: 'registrations', label: t('exam.tabs.registrations'), content: <RegistrationsTab examId={exam.id} /> },
    { value: 'results', label: t('exam.tabs.results'), content: <ResultsTab examId={exam.id} /> },
    { value: 'marking', label: t('marking.tab'), content: <MarkingTab examId={exam.id} /> },
    { value: 'keys', label: t('regrade.tab'), content: <RegradeTab examId={exam.id} /> },
    { value: 'analysis', label: t('analysis.tab'), content: <AnalysisTab examId={exam.id} /> },
  ];
  return (
    <Page
      title={exam.title}
      crumbs={[
        { label: t('nav.teaching'), to: '/teach' },
        { label: exam.course.title, to: `/teach/courses/${exam.course.id}?tab=exams` },
      ]}
      beside={<Badge color={examStatusColors[exam.status]}>{t(`exam.statuses.${exam.status}`)}</Badge>}
      actions={<ExamActions exam={exam} />}
    >
      <UrlTabs label={t('exam.parts')} tabs={tabs} />
    </Page>
  );
}

/** Writing an exam: questions, settings, registrations, results. */
export function Component() {
  const { examId = '' } = useParams();
  const exam = useGraphQuery(ExamForEditingDocument, { id: examId });
  return (
    <Loaded query={exam} loading={<LoadingPage />}>
      {(data) => (data.exam?.viewerCanEdit ? <EditExam exam={data.exam} /> : <NotFoundPage />)}
    </Loaded>
  );
}

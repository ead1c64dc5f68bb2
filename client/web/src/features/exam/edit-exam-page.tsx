import { CloseExamDocument, ExamForEditingDocument, type ExamForEditingQuery } from '@lectern/sdk';
import { Badge, Button } from '@mantine/core';
import { IconChartBar, IconEye, IconEyeCheck, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../graph/use-graph.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { LoadingPage } from '../../ui/states.tsx';
import { UrlTabs } from '../../ui/url-tabs.tsx';
import { AllowancesTab } from './allowances/allowances-tab.tsx';
import { AnalysisTab } from './analysis/analysis-tab.tsx';
import { AuditTab } from './audit/audit-tab.tsx';
import { examStatusColors } from './exam-status.ts';
import { MarkingTab } from './marking/marking-tab.tsx';
import { QuestionsTab } from './questions/questions-tab.tsx';
import { RegistrationsTab } from './registrations/registrations-tab.tsx';
import { RegradeTab } from './regrade/regrade-tab.tsx';
import { ResultsTab } from './results-tab.tsx';
import { SettingsTab } from './settings/settings-tab.tsx';

type Exam = NonNullable<ExamForEditingQuery['exam']>;

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
          to={`/teach/exams/${exam.id}/room`}
          variant="default"
          leftSection={<IconEyeCheck size={17} aria-hidden />}
        >
          {t('exam.watch')}
        </Button>
      )}
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
    {
      value: 'allowances',
      label: t('allowances.title'),
      content: <AllowancesTab examId={exam.id} courseId={exam.course.id} />,
    },
    { value: 'results', label: t('exam.tabs.results'), content: <ResultsTab examId={exam.id} /> },
    { value: 'marking', label: t('marking.tab'), content: <MarkingTab examId={exam.id} /> },
    { value: 'keys', label: t('regrade.tab'), content: <RegradeTab examId={exam.id} /> },
    { value: 'analysis', label: t('analysis.tab'), content: <AnalysisTab examId={exam.id} /> },
    { value: 'log', label: t('audit.tab'), content: <AuditTab examId={exam.id} /> },
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

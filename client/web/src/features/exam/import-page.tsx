import { ExamForEditingDocument } from '@lectern/sdk';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphQuery } from '../../graph/use-graph.ts';
import { Page } from '../../ui/page.tsx';
import { FailureBlock, LoadingPage } from '../../ui/states.tsx';
import { ImportView } from './import/import-view.tsx';

/** Questions from a file into a draft. */
export function Component() {
  const { t } = useTranslation();
  const { examId = '' } = useParams();
  const exam = useGraphQuery(ExamForEditingDocument, { id: examId });
  const back = `/teach/exams/${examId}?tab=questions`;
  return (
    <Loaded query={exam} loading={<LoadingPage />}>
      {(data) =>
        data.exam?.viewerCanEdit ? (
          <Page
            title={t('import.title')}
            description={t('import.hint')}
            crumbs={[
              { label: t('nav.teaching'), to: '/teach' },
              { label: data.exam.title, to: back },
            ]}
          >
            {data.exam.status === 'DRAFT' ? (
              <ImportView target={{ examId }} back={{ to: back, label: t('import.toQuestions') }} />
            ) : (
              <FailureBlock title={t('import.notDraft')} message={t('questions.fixed')} />
            )}
          </Page>
        ) : (
          <NotFoundPage />
        )
      }
    </Loaded>
  );
}

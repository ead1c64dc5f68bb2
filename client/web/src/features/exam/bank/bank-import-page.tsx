import { CourseForBankDocument } from '@lectern/sdk';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { NotFoundPage } from '../../../app/error-page.tsx';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { Page } from '../../../ui/page.tsx';
import { LoadingPage } from '../../../ui/states.tsx';
import { ImportView } from '../import/import-view.tsx';

/** Questions from a file into the bank of a course. */
export function Component() {
  const { t } = useTranslation();
  const { courseId = '' } = useParams();
  const course = useGraphQuery(CourseForBankDocument, { id: courseId });
  const back = `/teach/courses/${courseId}/bank`;
  return (
    <Loaded query={course} loading={<LoadingPage />}>
      {(data) =>
        data.course?.viewerCanEdit ? (
          <Page
            title={t('import.title')}
            description={t('import.hint')}
            crumbs={[
              { label: t('nav.teaching'), to: '/teach' },
              { label: data.course.title, to: `/teach/courses/${courseId}?tab=exams` },
              { label: t('bank.title'), to: back },
            ]}
          >
            <ImportView target={{ courseId }} back={{ to: back, label: t('bank.open') }} />
          </Page>
        ) : (
          <NotFoundPage />
        )
      }
    </Loaded>
  );
}

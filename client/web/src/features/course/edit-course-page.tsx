import {
  ArchiveCourseDocument,
  CourseForEditingDocument,
  type CourseForEditingQuery,
  PublishCourseDocument,
} from '@lectern/sdk';
import { Badge, Button } from '@mantine/core';
import { IconArchive, IconEye, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../graph/use-graph.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { LoadingPage } from '../../ui/states.tsx';
import { UrlTabs } from '../../ui/url-tabs.tsx';
import { CourseExamList } from '../exam/course-exam-list.tsx';
import { CourseVideos } from '../video/course-videos.tsx';
import { CourseDetails } from './course-details.tsx';
import { CourseLearners } from './course-learners.tsx';
import { courseStatusColors } from './course-status.ts';
import { OutlineEditor } from './outline-editor.tsx';

type Course = NonNullable<CourseForEditingQuery['course']>;

function CourseActions({ course }: { readonly course: Course }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const publish = useGraphMutation(PublishCourseDocument, { done: t('teach.published') });
  const archive = useGraphMutation(ArchiveCourseDocument, { done: t('teach.archived') });
  const input = { input: { courseId: course.id } };
  const askToArchive = async () => {
    const sure = await confirm({
      title: t('teach.archiveTitle'),
      body: t('teach.archiveBody'),
      confirm: t('teach.archive'),
    });
    if (sure) archive.mutate(input);
  };
  return (
    <>
      <Button
        component={Link}
        to={`/courses/${course.slug}`}
        variant="default"
        leftSection={<IconEye size={17} aria-hidden />}
      >
        {t('teach.view')}
      </Button>
      {course.status === 'PUBLISHED' ? (
        <Button
          variant="default"
          onClick={() => void askToArchive()}
          loading={archive.isPending}
          leftSection={<IconArchive size={17} aria-hidden />}
        >
          {t('teach.archive')}
        </Button>
      ) : (
        <Button
          onClick={() => publish.mutate(input)}
          loading={publish.isPending}
          disabled={course.lessonCount === 0}
          leftSection={<IconUpload size={17} aria-hidden />}
        >
          {t('teach.publish')}
        </Button>
      )}
    </>
  );
}

function EditCourse({ course }: { readonly course: Course }) {
  const { t } = useTranslation();
  const tabs = [
    { value: 'outline', label: t('teach.tabs.outline'), content: <OutlineEditor course={course} /> },
    { value: 'details', label: t('teach.tabs.details'), content: <CourseDetails course={course} /> },
    { value: 'videos', label: t('teach.tabs.videos'), content: <CourseVideos courseId={course.id} /> },
    { value: 'exams', label: t('teach.tabs.exams'), content: <CourseExamList courseId={course.id} /> },
    { value: 'learners', label: t('teach.tabs.learners'), content: <CourseLearners courseId={course.id} /> },
  ];
  return (
    <Page
      title={course.title}
      crumbs={[{ label: t('nav.teaching'), to: '/teach' }]}
      beside={<Badge color={courseStatusColors[course.status]}>{t(`course.statuses.${course.status}`)}</Badge>}
      description={course.status === 'DRAFT' && course.lessonCount === 0 ? t('teach.needsLesson') : undefined}
      actions={<CourseActions course={course} />}
    >
      <UrlTabs label={t('teach.parts')} tabs={tabs} />
    </Page>
  );
}

/** Writing a course: outline, details, videos, exams, learners. */
export function Component() {
  const { courseId = '' } = useParams();
  const course = useGraphQuery(CourseForEditingDocument, { id: courseId });
  return (
    <Loaded query={course} loading={<LoadingPage />}>
      {(data) => (data.course?.viewerCanEdit ? <EditCourse course={data.course} /> : <NotFoundPage />)}
    </Loaded>
  );
}

import { CourseExamsDocument, CourseVideosDocument } from '@lectern/sdk';
import { Anchor, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGraphQuery } from '../../graph/use-graph.ts';

export interface PickerProps {
  readonly courseId: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

/** Chooses one of the course's videos. */
export function VideoPicker({ courseId, value, onChange }: PickerProps) {
  const { t } = useTranslation();
  const { data } = useGraphQuery(CourseVideosDocument, { id: courseId, first: 100 });
  const videos = data?.course?.videos.edges.map(({ node }) => node) ?? [];
  return (
    <div>
      <Select
        label={t('teach.video')}
        placeholder={t('teach.chooseLater')}
        nothingFoundMessage={t('common.nothingFound')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('common.clear') }}
        data={videos.map(({ id, title, status }) => ({
          value: id,
          label: status === 'READY' ? title : `${title} (${t(`video.statuses.${status}`)})`,
        }))}
        value={value}
        onChange={onChange}
      />
      {data && videos.length === 0 ? (
        <Text size="sm" c="dimmed" mt={6}>
          {t('teach.noVideosYet')}{' '}
          <Anchor component={Link} underline="always" to={`/teach/courses/${courseId}?tab=videos`} size="sm">
            {t('teach.toVideos')}
          </Anchor>
        </Text>
      ) : null}
    </div>
  );
}

/** Chooses one of the course's exams. */
export function ExamPicker({ courseId, value, onChange }: PickerProps) {
  const { t } = useTranslation();
  const { data } = useGraphQuery(CourseExamsDocument, { id: courseId, first: 100 });
  const exams = data?.course?.exams.edges.map(({ node }) => node) ?? [];
  return (
    <div>
      <Select
        label={t('teach.exam')}
        placeholder={t('teach.chooseLater')}
        nothingFoundMessage={t('common.nothingFound')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('common.clear') }}
        data={exams.map(({ id, title, status }) => ({
          value: id,
          label: `${title} (${t(`exam.statuses.${status}`)})`,
        }))}
        value={value}
        onChange={onChange}
      />
      {data && exams.length === 0 ? (
        <Text size="sm" c="dimmed" mt={6}>
          {t('teach.noExamsYet')}{' '}
          <Anchor component={Link} underline="always" to={`/teach/courses/${courseId}/exams/new`} size="sm">
            {t('teach.newExam')}
          </Anchor>
        </Text>
      ) : null}
    </div>
  );
}

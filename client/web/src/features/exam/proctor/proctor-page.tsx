import { ExamRoomDocument, type ExamRoomQuery } from '@lectern/sdk';
import { Button } from '@mantine/core';
import { IconChartBar, IconEdit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../../app/error-page.tsx';
import { useErrorText } from '../../../graph/error-text.ts';
import { LiveNote } from '../../../graph/live-note.tsx';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { Page } from '../../../ui/page.tsx';
import { FailureBlock, LoadingPage } from '../../../ui/states.tsx';
import { UrlTabs } from '../../../ui/url-tabs.tsx';
import { AllowancesTab } from '../allowances/allowances-tab.tsx';
import { RoomTab } from './room-tab.tsx';
import { useExamRoom } from './use-room-attempts.ts';

type ExamRoom = NonNullable<ExamRoomQuery['examRoom']>;

function RoomActions({ exam }: Pick<ExamRoom, 'exam'>) {
  const { t } = useTranslation();
  return (
    <>
      <Button
        component={Link}
        to={`/teach/exams/${exam.id}/live`}
        variant="default"
        leftSection={<IconChartBar size={17} aria-hidden />}
      >
        {t('exam.live')}
      </Button>
      {exam.viewerCanEdit ? (
        <Button
          component={Link}
          to={`/teach/exams/${exam.id}`}
          variant="default"
          leftSection={<IconEdit size={17} aria-hidden />}
        >
          {t('exam.edit')}
        </Button>
      ) : null}
    </>
  );
}

function RoomView({ first }: { readonly first: ExamRoom }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const format = useFormat();
  const { exam } = first;
  const live = useExamRoom(exam.id);
  const numbers = live.numbers ?? first;
  return (
    <Page
      title={t('proctor.title', { exam: exam.title })}
      width={1320}
      crumbs={[{ label: exam.title, to: `/exams/${exam.id}` }]}
      description={<LiveNote live={live}>{t('live.asOf', { at: format.clock(numbers.asOf) })}</LiveNote>}
      actions={<RoomActions exam={exam} />}
    >
      {live.error ? <FailureBlock title={t('live.ended')} message={errorText(live.error)} /> : null}
      <UrlTabs
        label={t('proctor.parts')}
        tabs={[
          { value: 'attempts', label: t('proctor.attempts'), content: <RoomTab exam={exam} numbers={numbers} /> },
          {
            value: 'allowances',
            label: t('allowances.title'),
            content: <AllowancesTab examId={exam.id} courseId={exam.course.id} />,
          },
        ]}
      />
    </Page>
  );
}

/** Watching over an exam: who sits it, how far they are, and what proctors can do about it. */
export function Component() {
  const { examId = '' } = useParams();
  const room = useGraphQuery(ExamRoomDocument, { examId });
  return (
    <Loaded query={room} loading={<LoadingPage />}>
      {({ examRoom }) => (examRoom ? <RoomView key={examId} first={examRoom} /> : <NotFoundPage />)}
    </Loaded>
  );
}

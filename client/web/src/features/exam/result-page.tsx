import { AttemptResultDocument, AttemptReviewDocument, type AttemptReviewQuery } from '@lectern/sdk';
import { Alert, Button, Group, RingProgress, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled, IconHourglass } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { LiveNote } from '../../graph/live-note.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphQuery } from '../../graph/use-graph.ts';
import { useLive } from '../../graph/use-live.ts';
import { useFormat } from '../../i18n/format.ts';
import { FigureCard } from '../../ui/figure-card.tsx';
import { Page } from '../../ui/page.tsx';
import { Section, Surface } from '../../ui/section.tsx';
import { LoadingBlock, LoadingPage } from '../../ui/states.tsx';
import { VerdictList } from './verdict-list.tsx';

const Participants = lazy(async () => ({ default: (await import('./participants.tsx')).Participants }));

type Review = NonNullable<AttemptReviewQuery['attempt']>;
type Result = NonNullable<Review['result']>;

function Score({ result, attempt }: { readonly result: Result; readonly attempt: Review }) {
  const { t } = useTranslation();
  const format = useFormat();
  const passed = result.isPassed;
  const color = passed ? 'var(--lectern-good)' : 'var(--lectern-bad)';
  const Icon = passed ? IconCircleCheckFilled : IconCircleXFilled;
  return (
    <Surface component="section" aria-label={t('result.yourResult')} p={{ base: 'lg', sm: 'xl' }}>
      <Group gap="xl" justify="center" wrap="wrap">
        <RingProgress
          size={176}
          thickness={14}
          roundCaps
          sections={[{ value: result.scorePercent, color: passed ? 'teal.7' : 'red.7' }]}
          aria-hidden
          label={
            <Text ta="center" fz={30} fw={700} className="lectern-tabular">
              {format.percent(result.scorePercent)}
            </Text>
          }
        />
        <Stack gap={6} role="status">
          <Group gap={8} style={{ color }}>
            <Icon size={26} aria-hidden />
            <Text fz={22} fw={700}>
              {t(passed ? 'result.passed' : 'result.failed')}
            </Text>
          </Group>
          <Text size="lg" className="lectern-tabular">
            {t('result.points', {
              points: format.number(result.pointsAwarded),
              total: format.number(result.pointsMax),
            })}
            <span className="lectern-hidden"> ({format.percent(result.scorePercent)})</span>
          </Text>
          <Text c="dimmed">
            {attempt.exam.passMarkPoints === null
              ? t('result.passMark', { percent: format.percent(attempt.exam.passMarkPercent) })
              : t('result.passMarkPoints', { points: format.number(attempt.exam.passMarkPoints) })}
          </Text>
          {attempt.submittedAt ? (
            <Text c="dimmed" size="sm">
              {t(attempt.ending === 'TIME_RAN_OUT' ? 'result.timeRanOut' : 'result.handedIn', {
                at: format.dateTime(attempt.submittedAt),
              })}
            </Text>
          ) : null}
        </Stack>
      </Group>
    </Surface>
  );
}

function ClassFigures({ statistics }: { readonly statistics: NonNullable<Result['classStatistics']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures = [
    ['classLearners', format.number(statistics.learnerCount)],
    ['classMean', format.percent(statistics.meanScorePercent)],
    ['classMedian', format.percent(statistics.medianScorePercent)],
    ['classPassed', format.percent(statistics.passedPercent)],
  ] as const;
  return (
    <Section title={t('result.class')}>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
        {figures.map(([name, value]) => (
          <FigureCard key={name} label={t(`result.${name}`)} value={value} />
        ))}
      </SimpleGrid>
    </Section>
  );
}

function Waiting({ attempt }: { readonly attempt: Review }) {
  const { t } = useTranslation();
  const format = useFormat();
  const why = () => {
    if (attempt.status === 'VOIDED') return t('result.voided');
    switch (attempt.resultState) {
      case 'BEING_MARKED':
        return t('result.beingMarked');
      case 'AFTER_CLOSE':
        return t('result.afterClose', { at: attempt.exam.closesAt ? format.dateTime(attempt.exam.closesAt) : '' });
      case 'NOT_SHOWN':
        return t('result.notShown');
      default:
        return t('result.waitingHint');
    }
  };
  if (attempt.status === 'IN_PROGRESS') {
    return (
      <Alert color="orange" icon={<IconHourglass aria-hidden />} title={t('result.stillRunning')}>
        <Button component={Link} to={`/attempts/${attempt.id}`} mt="xs">
          {t('exam.goOn')}
        </Button>
      </Alert>
    );
  }
  return (
    <Alert color="ink" role="status" icon={<IconHourglass aria-hidden />} title={t('result.waiting')}>
      {why()}
    </Alert>
  );
}

function ResultView({ attempt }: { readonly attempt: Review }) {
  const { t } = useTranslation();
  const live = useLive(AttemptResultDocument, { attemptId: attempt.id });
  const result = live.data?.attemptResult?.result ?? attempt.result;
  const isOpenToAll = attempt.exam.resultVisibility === 'PARTICIPANTS';
  return (
    <Page
      title={t('result.title', { exam: attempt.exam.title })}
      description={
        <>
          {attempt.exam.attemptsMax > 1 ? t('result.attemptNumber', { number: attempt.number }) : null}
          <LiveNote live={live}>{t('live.byItself')}</LiveNote>
        </>
      }
      crumbs={[
        { label: attempt.exam.course.title, to: `/courses/${attempt.exam.course.slug}` },
        { label: attempt.exam.title, to: `/exams/${attempt.exam.id}` },
      ]}
      width={860}
      actions={
        <Button component={Link} to={`/courses/${attempt.exam.course.slug}`} variant="default">
          {t('result.toCourse')}
        </Button>
      }
    >
      {result ? <Score result={result} attempt={attempt} /> : <Waiting attempt={attempt} />}
      {result?.classStatistics ? <ClassFigures statistics={result.classStatistics} /> : null}
      {result && isOpenToAll ? (
        <Section title={t('result.participants')} description={t('result.participantsHint')}>
          <Suspense fallback={<LoadingBlock lines={3} />}>
            <Participants examId={attempt.exam.id} scorePercent={result.scorePercent} />
          </Suspense>
        </Section>
      ) : null}
      {result && attempt.questions ? (
        <VerdictList questions={attempt.questions} answers={attempt.answers ?? []} results={result.questions} />
      ) : null}
    </Page>
  );
}

/** What came of an attempt: the score at once, each question's verdict, and where allowed how others did. */
export function Component() {
  const { attemptId = '' } = useParams();
  const attempt = useGraphQuery(AttemptReviewDocument, { attemptId });
  return (
    <Loaded query={attempt} loading={<LoadingPage />}>
      {(data) => (data.attempt ? <ResultView attempt={data.attempt} /> : <NotFoundPage />)}
    </Loaded>
  );
}

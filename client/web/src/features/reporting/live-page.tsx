import { ExamLiveChangesDocument, ExamLiveDocument, type ExamLiveQuery, type LiveStatsFragment } from '@lectern/sdk';
import { Button, Grid, Stack } from '@mantine/core';
import {
  IconCircleCheck,
  IconCircleX,
  IconEdit,
  IconInbox,
  IconPencil,
  IconPercentage,
  IconPlayerPlay,
  IconUsers,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { useErrorText } from '../../graph/error-text.ts';
import { LiveNote } from '../../graph/live-note.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useSession } from '../../graph/session.tsx';
import { useGraphQuery } from '../../graph/use-graph.ts';
import { useLive } from '../../graph/use-live.ts';
import { useFormat } from '../../i18n/format.ts';
import { FigureCard } from '../../ui/figure-card.tsx';
import { Histogram } from '../../ui/histogram.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { FailureBlock, LoadingPage } from '../../ui/states.tsx';
import { ExportButton } from './export-button.tsx';
import { HandInFeed } from './hand-in-feed.tsx';
import { Leaderboard } from './leaderboard.tsx';
import classes from './live-page.module.css';

const good = 'var(--lectern-good)';
const bad = 'var(--lectern-bad)';

type Stats = NonNullable<ExamLiveQuery['examLive']>;

function Counters({ stats }: { readonly stats: LiveStatsFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mean = stats.meanScorePercent === null ? '–' : format.percent(stats.meanScorePercent);
  const passed = format.number(stats.passedCount);
  const rate =
    stats.handedInCount > 0
      ? t('live.passRate', { percent: format.percent((100 * stats.passedCount) / stats.handedInCount) })
      : '';
  return (
    <section className={classes.counters} aria-label={t('live.counters')}>
      <FigureCard icon={IconUsers} label={t('live.registered')} value={format.number(stats.registeredCount)} />
      <FigureCard icon={IconPlayerPlay} label={t('live.started')} value={format.number(stats.startedCount)} />
      <FigureCard icon={IconPencil} label={t('live.inProgress')} value={format.number(stats.inProgressCount)} />
      <FigureCard icon={IconInbox} label={t('live.handedIn')} value={format.number(stats.handedInCount)} />
      <FigureCard icon={IconCircleCheck} color={good} label={t('live.passed')} value={passed} hint={rate} />
      <FigureCard icon={IconCircleX} color={bad} label={t('live.failed')} value={format.number(stats.failedCount)} />
      <FigureCard icon={IconPercentage} label={t('live.mean')} value={mean} />
    </section>
  );
}

function Scores({ stats }: { readonly stats: LiveStatsFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const bars = stats.scoreHistogram.map(({ fromPercent, toPercent, count }) => ({
    label: `${fromPercent}–${toPercent}`,
    count,
  }));
  const summary = t('live.histogramSummary', {
    count: stats.handedInCount,
    mean: stats.meanScorePercent === null ? '–' : format.percent(stats.meanScorePercent),
  });
  return (
    <Section title={t('live.histogram')} description={t('live.histogramHint')}>
      <Histogram bars={bars} countLabel={t('live.learners')} labelHeading={t('live.scoreRange')} summary={summary} />
    </Section>
  );
}

function LiveView({ first }: { readonly first: Stats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const { viewer } = useSession();
  const { exam } = first;
  const live = useLive(ExamLiveChangesDocument, { examId: exam.id });
  const stats: LiveStatsFragment = live.data?.examLive ?? first;
  const teaches = viewer?.roles.some((role) => role === 'INSTRUCTOR' || role === 'ADMIN') ?? false;
  return (
    <Page
      title={t('live.title', { exam: exam.title })}
      crumbs={
        teaches
          ? [
              { label: t('nav.teaching'), to: '/teach' },
              { label: exam.course.title, to: `/teach/courses/${exam.course.id}?tab=exams` },
            ]
          : []
      }
      description={<LiveNote live={live}>{t('live.asOf', { at: format.clock(stats.asOf) })}</LiveNote>}
      actions={
        teaches ? (
          <>
            <ExportButton examId={exam.id} />
            <Button
              component={Link}
              to={`/teach/exams/${exam.id}`}
              variant="default"
              leftSection={<IconEdit size={17} aria-hidden />}
            >
              {t('exam.edit')}
            </Button>
          </>
        ) : null
      }
    >
      {live.error ? <FailureBlock title={t('live.ended')} message={errorText(live.error)} /> : null}
      <Counters stats={stats} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Scores stats={stats} />
            <Leaderboard entries={stats.leaderboard} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <HandInFeed handIns={stats.recentHandIns} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** An exam as it happens: counters, scores, the best, and the latest hand-ins. */
export function Component() {
  const { examId = '' } = useParams();
  const stats = useGraphQuery(ExamLiveDocument, { examId });
  return (
    <Loaded query={stats} loading={<LoadingPage />}>
      {(data) => (data.examLive ? <LiveView key={examId} first={data.examLive} /> : <NotFoundPage />)}
    </Loaded>
  );
}

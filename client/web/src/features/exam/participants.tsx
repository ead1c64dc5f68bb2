import { ExamResultsDocument } from '@lectern/sdk';
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../graph/loaded.tsx';
import { useSdk } from '../../graph/sdk.tsx';
import { useFormat } from '../../i18n/format.ts';
import { Histogram } from '../../ui/histogram.tsx';
import { bucketOf, bucketsOf } from './score-buckets.ts';

const pagesMax = 10;

/** How the others who handed in did. Past a thousand results the chart shows none: a part of them would mislead. */
export function Participants({ examId, scorePercent }: { readonly examId: string; readonly scorePercent: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sdk = useSdk();
  const scores = useQuery({
    queryKey: ['ExamResults', examId, 'scores'],
    queryFn: async ({ signal }) => {
      const found: number[] = [];
      let after: string | null = null;
      for (let page = 0; page < pagesMax; page += 1) {
        const { exam }: Awaited<ReturnType<typeof ask>> = await ask(after);
        if (!exam || exam.results.totalCount > pagesMax * 100) return [];
        found.push(...exam.results.edges.flatMap(({ node }) => (node.result ? [node.result.scorePercent] : [])));
        if (!exam.results.pageInfo.hasNextPage) break;
        after = exam.results.pageInfo.endCursor;
      }
      return found;

      async function ask(cursor: string | null) {
        return sdk.query(ExamResultsDocument, { id: examId, first: 100, after: cursor }, { signal });
      }
    },
  });
  return (
    <Loaded query={scores}>
      {(found) => {
        if (found.length < 2) return <Text c="dimmed">{t('result.noParticipants')}</Text>;
        const mine = bucketOf(scorePercent);
        const bars = bucketsOf(found).map((count, index) => ({
          label: `${index * 10}–${(index + 1) * 10}`,
          count,
          isMarked: index === mine,
        }));
        const mean = found.reduce((sum, score) => sum + score, 0) / found.length;
        const summary = t('result.participantsSummary', {
          count: found.length,
          mean: format.percent(mean),
          mine: format.percent(scorePercent),
        });
        return (
          <Stack gap="sm">
            <Text>{summary}</Text>
            <Histogram
              bars={bars}
              countLabel={t('live.learners')}
              labelHeading={t('live.scoreRange')}
              summary={summary}
            />
            <Text size="sm" c="dimmed">
              {t('result.yourBar')}
            </Text>
          </Stack>
        );
      }}
    </Loaded>
  );
}

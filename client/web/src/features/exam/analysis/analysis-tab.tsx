import { ItemAnalysisDocument, type ItemAnalysisQuery } from '@lectern/sdk';
import { SimpleGrid, Table, Text } from '@mantine/core';
import { IconReportAnalytics } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { FigureCard } from '../../../ui/figure-card.tsx';
import { Section } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import { AnalysisRow } from './analysis-row.tsx';

type Analysis = ItemAnalysisQuery['itemAnalysis'];

function Figures({ analysis }: { readonly analysis: Analysis }) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = (value: number | null) => (value === null ? '–' : format.percent(value));
  const { attemptCount, meanScorePercent, standardDeviationPercent, alpha, standardErrorPercent } = analysis;
  return (
    <SimpleGrid cols={{ base: 2, md: 5 }} spacing="md">
      <FigureCard label={t('analysis.attempts')} value={format.number(attemptCount)} />
      <FigureCard label={t('analysis.mean')} value={percent(meanScorePercent)} />
      <FigureCard label={t('analysis.deviation')} value={percent(standardDeviationPercent)} />
      <FigureCard
        label={t('analysis.alpha')}
        value={alpha === null ? '–' : format.number(alpha)}
        hint={t(alpha === null ? 'analysis.alphaNone' : 'analysis.alphaHint')}
      />
      <FigureCard
        label={t('analysis.standardError')}
        value={percent(standardErrorPercent)}
        hint={t('analysis.standardErrorHint')}
      />
    </SimpleGrid>
  );
}

/** How well the questions of an exam did their work. */
export function AnalysisTab({ examId }: { readonly examId: string }) {
  const { t } = useTranslation();
  const query = useGraphQuery(ItemAnalysisDocument, { examId });
  return (
    <Loaded query={query}>
      {({ itemAnalysis }) => (
        <Section title={t('analysis.tab')} description={t('analysis.description')}>
          {itemAnalysis.attemptCount === 0 ? (
            <EmptyBlock icon={IconReportAnalytics} title={t('analysis.none')}>
              {t('analysis.noneHint')}
            </EmptyBlock>
          ) : (
            <>
              <Figures analysis={itemAnalysis} />
              <Table.ScrollContainer minWidth={640}>
                <Table aria-label={t('analysis.tab')} verticalSpacing="sm">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('analysis.question')}</Table.Th>
                      <Table.Th ta="right" title={t('analysis.facilityHint')}>
                        {t('analysis.facility')}
                      </Table.Th>
                      <Table.Th ta="right" title={t('analysis.discriminationHint')}>
                        {t('analysis.discrimination')}
                      </Table.Th>
                      <Table.Th ta="right">{t('analysis.answers')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {itemAnalysis.questions.map((question, index) => (
                      <AnalysisRow key={question.questionId} question={question} number={index + 1} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              <Text size="sm" c="dimmed">
                {t('analysis.facilityHint')} {t('analysis.discriminationHint')}
              </Text>
            </>
          )}
        </Section>
      )}
    </Loaded>
  );
}

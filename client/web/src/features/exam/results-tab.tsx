import { ExamResultsDocument } from '@lectern/sdk';
import { Anchor, Badge, Button, Stack, Table } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphPages } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { Section } from '../../ui/section.tsx';
import { EmptyBlock } from '../../ui/states.tsx';
import { ExportButton } from '../reporting/export-button.tsx';

/** The results of an exam, best first, and the same as a file. */
export function ResultsTab({ examId }: { readonly examId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const results = useGraphPages(ExamResultsDocument, { id: examId, first: 50 }, (data) => data.exam?.results);
  return (
    <Section
      title={t('exam.tabs.results')}
      description={results.query.data ? t('results.count', { count: results.totalCount }) : undefined}
      actions={<ExportButton examId={examId} />}
    >
      <Loaded query={results.query}>
        {() =>
          results.nodes.length === 0 ? (
            <EmptyBlock icon={IconListCheck} title={t('results.none')}>
              {t('results.noneHint')}
            </EmptyBlock>
          ) : (
            <Stack>
              <Table.ScrollContainer minWidth={300}>
                <Table aria-label={t('exam.tabs.results')}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('teach.learner')}</Table.Th>
                      <Table.Th visibleFrom="sm">{t('exam.attempt')}</Table.Th>
                      <Table.Th>{t('exam.score')}</Table.Th>
                      <Table.Th visibleFrom="sm">{t('results.points')}</Table.Th>
                      <Table.Th>{t('results.outcome')}</Table.Th>
                      <Table.Th visibleFrom="sm">{t('exam.handedInAt')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {results.nodes.map((attempt) => (
                      <Table.Tr key={attempt.id}>
                        <Table.Td>
                          <Anchor component={Link} to={`/attempts/${attempt.id}/result`}>
                            {attempt.learner.name}
                          </Anchor>
                        </Table.Td>
                        <Table.Td visibleFrom="sm">{format.number(attempt.number)}</Table.Td>
                        <Table.Td className="lectern-tabular">
                          {attempt.result ? format.percent(attempt.result.scorePercent) : '–'}
                        </Table.Td>
                        <Table.Td visibleFrom="sm" className="lectern-tabular">
                          {attempt.result
                            ? `${format.number(attempt.result.pointsAwarded)} / ${format.number(attempt.result.pointsMax)}`
                            : '–'}
                        </Table.Td>
                        <Table.Td>
                          {attempt.result ? (
                            <Badge color={attempt.result.isPassed ? 'teal' : 'red'}>
                              {t(attempt.result.isPassed ? 'result.passed' : 'result.failed')}
                            </Badge>
                          ) : (
                            t(`exam.attemptStatuses.${attempt.status}`)
                          )}
                        </Table.Td>
                        <Table.Td visibleFrom="sm">
                          {attempt.submittedAt ? format.dateTime(attempt.submittedAt) : '–'}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              {results.hasMore ? (
                <Button variant="default" mx="auto" onClick={results.loadMore} loading={results.isLoadingMore}>
                  {t('common.more')}
                </Button>
              ) : null}
            </Stack>
          )
        }
      </Loaded>
    </Section>
  );
}

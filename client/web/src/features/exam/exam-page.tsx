import { ExamDocument, type ExamQuery } from '@lectern/sdk';
import { Alert, Badge, Button, DataList, Grid, Group, Stack, Table, Text } from '@mantine/core';
import { IconChartBar, IconEdit, IconEyeCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useSession } from '../../graph/session.tsx';
import { useGraphQuery } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Page } from '../../ui/page.tsx';
import { Section, Surface } from '../../ui/section.tsx';
import { LoadingPage } from '../../ui/states.tsx';
import { StartBox } from './start-box.tsx';

type Exam = NonNullable<ExamQuery['exam']>;

function ExamFacts({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    [t('exam.facts.opens'), exam.opensAt ? format.dateTimeLong(exam.opensAt) : t('exam.notSet')],
    [t('exam.facts.closes'), exam.closesAt ? format.dateTimeLong(exam.closesAt) : t('exam.notSet')],
    [t('exam.facts.timeLimit'), format.duration(exam.timeLimitSeconds)],
    [
      t('exam.facts.questions'),
      t('exam.questionsPoints', { count: exam.questionCount, points: format.number(exam.pointsMax) }),
    ],
    [t('exam.facts.passMark'), t('exam.passMark', { percent: format.percent(exam.passMarkPercent) })],
    [t('exam.facts.attempts'), t('exam.attemptsMax', { count: exam.attemptsMax })],
    [t('exam.facts.visibility'), t(`exam.visibilities.${exam.resultVisibility}`)],
  ] as const;
  return (
    <DataList withDivider size="md" labelWidth="min(10rem, 30vw)">
      {facts.map(([label, value]) => (
        <DataList.Item key={label}>
          <DataList.ItemLabel>{label}</DataList.ItemLabel>
          <DataList.ItemValue>{value}</DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  );
}

function Attempts({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ended = exam.viewerAttempts.filter(({ status }) => status !== 'IN_PROGRESS' && status !== 'NOT_STARTED');
  if (ended.length === 0) return null;
  return (
    <Section title={t('exam.yourAttempts')}>
      <Table.ScrollContainer minWidth={300}>
        <Table aria-label={t('exam.yourAttempts')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('exam.attempt')}</Table.Th>
              <Table.Th visibleFrom="xs">{t('exam.handedInAt')}</Table.Th>
              <Table.Th>{t('exam.score')}</Table.Th>
              <Table.Th>
                <span className="lectern-hidden">{t('common.actions')}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ended.map((attempt) => (
              <Table.Tr key={attempt.id}>
                <Table.Td>{format.number(attempt.number)}</Table.Td>
                <Table.Td visibleFrom="xs">{attempt.submittedAt ? format.dateTime(attempt.submittedAt) : '–'}</Table.Td>
                <Table.Td>
                  {attempt.result ? (
                    <Group gap="xs">
                      <span className="lectern-tabular">{format.percent(attempt.result.scorePercent)}</span>
                      <Badge color={attempt.result.isPassed ? 'teal' : 'red'}>
                        {t(attempt.result.isPassed ? 'result.passed' : 'result.failed')}
                      </Badge>
                    </Group>
                  ) : (
                    t(`exam.attemptStatuses.${attempt.status}`)
                  )}
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    component={Link}
                    to={`/attempts/${attempt.id}/result`}
                    size="xs"
                    variant="default"
                    aria-label={t('exam.resultOf', { number: attempt.number })}
                  >
                    {t('exam.toResult')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function ExamActions({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const { viewer } = useSession();
  const canWatch = exam.viewerCanEdit || (viewer?.roles.includes('PROCTOR') ?? false);
  return (
    <>
      {exam.viewerCanSupervise && exam.status !== 'DRAFT' ? (
        <Button
          component={Link}
          to={`/teach/exams/${exam.id}/room`}
          variant="default"
          leftSection={<IconEyeCheck size={17} aria-hidden />}
        >
          {t('exam.watch')}
        </Button>
      ) : null}
      {canWatch && exam.status !== 'DRAFT' ? (
        <Button
          component={Link}
          to={`/teach/exams/${exam.id}/live`}
          variant="default"
          leftSection={<IconChartBar size={17} aria-hidden />}
        >
          {t('exam.live')}
        </Button>
      ) : null}
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

function ExamView({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  return (
    <Page
      title={exam.title}
      crumbs={[
        { label: t('nav.courses'), to: '/courses' },
        { label: exam.course.title, to: `/courses/${exam.course.slug}` },
      ]}
      beside={exam.status === 'PUBLISHED' ? null : <Badge color="gray">{t(`exam.statuses.${exam.status}`)}</Badge>}
      actions={<ExamActions exam={exam} />}
    >
      <Grid gap={{ base: 'lg', md: 'xl' }}>
        <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
          <Surface
            component="aside"
            aria-label={t('exam.yourExam')}
            style={{ position: 'sticky', top: 84, border: '1px solid var(--lectern-line)' }}
          >
            <StartBox exam={exam} />
          </Surface>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
          <Stack gap="lg">
            <Section title={t('exam.about')}>
              <ExamFacts exam={exam} />
            </Section>
            {exam.instructions.trim() ? (
              <Section title={t('exam.instructions')}>
                <Markdown text={exam.instructions} />
              </Section>
            ) : null}
            <Alert icon={<IconInfoCircle aria-hidden />} color="ink" title={t('exam.howTitle')} radius="lg">
              <Text component="ul" size="sm" m={0} pl="md">
                <li>{t('exam.how.clock')}</li>
                <li>{t('exam.how.saved')}</li>
                <li>{t('exam.how.offline')}</li>
                <li>{t('exam.how.end')}</li>
                {exam.navigation === 'ONE_WAY' ? <li>{t('exam.oneWay')}</li> : null}
              </Text>
            </Alert>
            <Attempts exam={exam} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** An exam before it begins: its window and rules, registering, starting, and past attempts. */
export function Component() {
  const { examId = '' } = useParams();
  const exam = useGraphQuery(ExamDocument, { id: examId }, { refetchEveryMs: 30_000 });
  return (
    <Loaded query={exam} loading={<LoadingPage />}>
      {(data) => (data.exam ? <ExamView exam={data.exam} /> : <NotFoundPage />)}
    </Loaded>
  );
}

import { ExamAuditLogDocument, type ExamAuditLogQuery } from '@lectern/sdk';
import { Badge, Button, Stack, Table, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphPages } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { Section } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import { type DetailLine, detailLines } from './detail-lines.ts';

type Log = NonNullable<NonNullable<ExamAuditLogQuery['exam']>['auditLog']>;
type Entry = Log['edges'][number]['node'];

function useActionWords(): (action: string) => string {
  const { i18n } = useTranslation();
  return (action) => {
    const key = `audit.actions.${action}`;
    return i18n.exists(key) ? i18n.t(key as 'errors.unknown') : action;
  };
}

/** Settings by the names they have on the page of settings; what is not one of them, as it is. */
const settingNames = {
  title: 'exam.titleField',
  instructions: 'exam.instructions',
  opensAt: 'exam.opensAt',
  closesAt: 'exam.closesAt',
  timeLimitSeconds: 'audit.timeLimit',
  passMarkPercent: 'audit.passMarkPercent',
  passMarkPoints: 'audit.passMarkPoints',
  attemptsMax: 'exam.attemptsField',
  attemptDelaySeconds: 'audit.attemptDelay',
  countingAttempt: 'settings.counting',
  graceSeconds: 'audit.grace',
  navigation: 'settings.navigation',
  accessCode: 'settings.accessCode',
  allowedNetworks: 'settings.networks',
  resultVisibility: 'exam.visibility',
  resultPolicy: 'settings.results',
  marking: 'settings.marking',
  shufflesQuestions: 'exam.shufflesQuestions',
  shufflesChoices: 'exam.shufflesChoices',
} as const;

function isSetting(name: string): name is keyof typeof settingNames {
  return Object.hasOwn(settingNames, name);
}

/** More than these are folded away, as all the settings of a new exam. */
const linesShown = 5;

function Details({ lines }: { readonly lines: readonly DetailLine[] }) {
  const { t } = useTranslation();
  const shown = lines.map(({ name, value }) => (
    <Text key={name} size="sm" c="dimmed">
      {isSetting(name) ? t(settingNames[name]) : name}: {value}
    </Text>
  ));
  if (lines.length <= linesShown) return shown;
  return (
    <details>
      <Text component="summary" size="sm" c="dimmed" style={{ cursor: 'pointer' }}>
        {t('audit.lines', { count: lines.length })}
      </Text>
      {shown}
    </details>
  );
}

function Line({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const actionWords = useActionWords();
  const lines = detailLines(entry.detail);
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td className="lectern-tabular" style={{ whiteSpace: 'nowrap' }}>
        {format.dateTime(entry.at)}
      </Table.Td>
      <Table.Td>{entry.actor?.name ?? t('audit.service', { name: entry.service ?? 'Lectern' })}</Table.Td>
      <Table.Td>
        <Badge color="gray">{actionWords(entry.action)}</Badge>
        {entry.attempt ? (
          <Text size="sm" mt={4}>
            {t('audit.attempt', { name: entry.attempt.learner.name, number: entry.attempt.number })}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {entry.reason ? <Text size="sm">{entry.reason}</Text> : null}
        <Details lines={lines} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Who did what to the exam and its attempts, when and why; latest first. */
export function AuditTab({ examId }: { readonly examId: string }) {
  const { t } = useTranslation();
  const log = useGraphPages(ExamAuditLogDocument, { id: examId, first: 50 }, (data) => data.exam?.auditLog);
  return (
    <Section title={t('audit.title')} description={t('audit.hint')}>
      <Loaded query={log.query}>
        {() =>
          log.nodes.length === 0 ? (
            <EmptyBlock icon={IconHistory} title={t('audit.none')} />
          ) : (
            <Stack gap="md">
              <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
                <Table aria-label={t('audit.title')}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th w={170}>{t('audit.at')}</Table.Th>
                      <Table.Th w={160}>{t('audit.who')}</Table.Th>
                      <Table.Th w={210}>{t('audit.what')}</Table.Th>
                      <Table.Th>{t('audit.details')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {log.nodes.map((entry) => (
                      <Line key={entry.id} entry={entry} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              {log.hasMore ? (
                <Button variant="default" mx="auto" loading={log.isLoadingMore} onClick={log.loadMore}>
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

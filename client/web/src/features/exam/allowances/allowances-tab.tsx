import { type AllowancePartsFragment, ExamAllowancesDocument, RevokeAllowanceDocument } from '@lectern/sdk';
import { Button, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconClockPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { Section } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import { ReasonDialog } from '../proctor/reason-dialog.tsx';
import { GrantDialog } from './grant-dialog.tsx';
import { GroupsSection } from './groups-section.tsx';

export interface AllowancesTabProps {
  readonly examId: string;
  readonly courseId: string;
}

/** What an allowance gives, in words. */
function useAllowanceWords() {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ extraSeconds, timeFactor, extraAttempts, opensAt, closesAt }: AllowancePartsFragment): string =>
    [
      extraSeconds > 0 ? `+${format.duration(extraSeconds)}` : '',
      timeFactor > 1 ? t('allowances.longer', { percent: format.percent((timeFactor - 1) * 100) }) : '',
      extraAttempts > 0 ? t('allowances.moreAttempts', { count: extraAttempts }) : '',
      opensAt ? t('allowances.opens', { at: format.dateTime(opensAt) }) : '',
      closesAt ? t('allowances.closes', { at: format.dateTime(closesAt) }) : '',
    ]
      .filter((words) => words !== '')
      .join(' · ');
}

const nameOf = ({ learner, group }: AllowancePartsFragment) => learner?.name ?? group?.name ?? '';

interface RowProps {
  readonly allowance: AllowancePartsFragment;
  readonly onRevoke: () => void;
}

function AllowanceRow({ allowance, onRevoke }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useAllowanceWords();
  const { group, reason, grantedAt, grantedBy } = allowance;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={550}>{nameOf(allowance)}</Text>
        {group ? (
          <Text size="sm" c="dimmed">
            {t('allowances.members', { count: group.members.length })}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td>{words(allowance)}</Table.Td>
      <Table.Td visibleFrom="sm">{reason}</Table.Td>
      <Table.Td visibleFrom="md">
        {grantedBy.name}
        <Text size="sm" c="dimmed">
          {format.dateTime(grantedAt)}
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        <Button
          size="xs"
          variant="default"
          aria-label={`${t('allowances.revoke')}: ${nameOf(allowance)}`}
          onClick={onRevoke}
        >
          {t('allowances.revoke')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

function AllowanceTable({ allowances }: { readonly allowances: readonly AllowancePartsFragment[] }) {
  const { t } = useTranslation();
  const [revoking, setRevoking] = useState<AllowancePartsFragment | null>(null);
  const revoke = useGraphMutation(RevokeAllowanceDocument, {
    done: t('allowances.revoked'),
    onDone: () => setRevoking(null),
  });
  return (
    <>
      <Table.ScrollContainer minWidth={340}>
        <Table aria-label={t('allowances.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('allowances.whom')}</Table.Th>
              <Table.Th>{t('allowances.what')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('proctor.reason')}</Table.Th>
              <Table.Th visibleFrom="md">{t('allowances.by')}</Table.Th>
              <Table.Th>
                <span className="lectern-hidden">{t('common.actions')}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {allowances.map((allowance) => (
              <AllowanceRow key={allowance.id} allowance={allowance} onRevoke={() => setRevoking(allowance)} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ReasonDialog
        asked={
          revoking && {
            title: t('allowances.revokeTitle'),
            body: t('allowances.revokeBody', { name: nameOf(revoking) }),
            confirm: t('allowances.revoke'),
            isDangerous: true,
          }
        }
        isBusy={revoke.isPending}
        onClose={() => setRevoking(null)}
        onConfirm={(reason) => revoking && revoke.mutate({ input: { allowanceId: revoking.id, reason } })}
      />
    </>
  );
}

/** More time, attempts or another window for single learners and groups; and the groups of the course. */
export function AllowancesTab({ examId, courseId }: AllowancesTabProps) {
  const { t } = useTranslation();
  const [isOpen, dialog] = useDisclosure(false);
  const query = useGraphQuery(ExamAllowancesDocument, { examId });
  return (
    <Stack gap="lg">
      <Section
        title={t('allowances.title')}
        description={t('allowances.hint')}
        actions={
          <Button leftSection={<IconClockPlus size={17} aria-hidden />} onClick={dialog.open}>
            {t('allowances.grant')}
          </Button>
        }
      >
        <Loaded query={query}>
          {({ exam }) =>
            exam?.allowances && exam.allowances.length > 0 ? (
              <AllowanceTable allowances={exam.allowances} />
            ) : (
              <EmptyBlock icon={IconClockPlus} title={t('allowances.none')}>
                {t('allowances.noneHint')}
              </EmptyBlock>
            )
          }
        </Loaded>
        <GrantDialog isOpen={isOpen} examId={examId} courseId={courseId} onClose={dialog.close} />
      </Section>
      <GroupsSection examId={examId} courseId={courseId} />
    </Stack>
  );
}

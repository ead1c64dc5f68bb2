import { type LearnerGroupPartsFragment, LearnerGroupsDocument, RemoveLearnerGroupDocument } from '@lectern/sdk';
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconUsersGroup, IconUsersPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../../graph/use-graph.ts';
import { useConfirm } from '../../../ui/confirm.tsx';
import { Section } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import type { AllowancesTabProps } from './allowances-tab.tsx';
import { GroupDialog } from './group-dialog.tsx';

/** As many names as are shown of a group. */
const namesMax = 6;

interface RowProps {
  readonly group: LearnerGroupPartsFragment;
  readonly onEdit: () => void;
}

function GroupRow({ group, onEdit }: RowProps) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useGraphMutation(RemoveLearnerGroupDocument, { done: t('allowances.groupRemoved') });
  const { name, members } = group;
  const ask = async () => {
    const sure = await confirm({
      title: t('allowances.removeGroupTitle'),
      body: t('allowances.removeGroupBody', { name }),
      confirm: t('common.remove'),
      isDangerous: true,
    });
    if (sure) remove.mutate({ input: { groupId: group.id } });
  };
  const shown = members.slice(0, namesMax).map((member) => member.name);
  return (
    <Group component="li" justify="space-between" gap="sm" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {t('allowances.members', { count: members.length })}
          {shown.length > 0 ? `: ${shown.join(', ')}${members.length > namesMax ? ' …' : ''}` : ''}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap">
        <Button size="xs" variant="default" aria-label={`${t('allowances.editGroup')}: ${name}`} onClick={onEdit}>
          {t('allowances.editGroup')}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={t('teach.removeOf', { name })}
          onClick={() => void ask()}
          loading={remove.isPending}
        >
          {t('common.remove')}
        </Button>
      </Group>
    </Group>
  );
}

/** The groups of the course: learners who are treated alike. */
export function GroupsSection({ examId, courseId }: AllowancesTabProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<LearnerGroupPartsFragment | 'new' | null>(null);
  const groups = useGraphQuery(LearnerGroupsDocument, { courseId });
  return (
    <Section
      title={t('allowances.groups')}
      description={t('allowances.groupsHint')}
      actions={
        <Button
          variant="default"
          leftSection={<IconUsersPlus size={17} aria-hidden />}
          onClick={() => setEditing('new')}
        >
          {t('allowances.newGroup')}
        </Button>
      }
    >
      <Loaded query={groups}>
        {({ learnerGroups }) =>
          learnerGroups.length === 0 ? (
            <EmptyBlock icon={IconUsersGroup} title={t('allowances.noGroups')}>
              {t('allowances.noGroupsHint')}
            </EmptyBlock>
          ) : (
            <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
              {learnerGroups.map((group) => (
                <GroupRow key={group.id} group={group} onEdit={() => setEditing(group)} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      <GroupDialog group={editing} examId={examId} courseId={courseId} onClose={() => setEditing(null)} />
    </Section>
  );
}

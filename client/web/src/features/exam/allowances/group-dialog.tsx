import { type LearnerGroupPartsFragment, SaveLearnerGroupDocument } from '@lectern/sdk';
import { Button, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { useLearnerNames } from '../proctor/use-learner-names.ts';
import type { AllowancesTabProps } from './allowances-tab.tsx';

export interface GroupDialogProps extends AllowancesTabProps {
  /** The group to change, or a new one; null: the dialog is closed. */
  readonly group: LearnerGroupPartsFragment | 'new' | null;
  readonly onClose: () => void;
}

type FormProps = Omit<GroupDialogProps, 'group'> & { readonly group: LearnerGroupPartsFragment | 'new' };

function GroupForm({ group, examId, courseId, onClose }: FormProps) {
  const { t } = useTranslation();
  const present = group === 'new' ? null : group;
  const names = useLearnerNames(examId, true);
  const save = useGraphMutation(SaveLearnerGroupDocument, { done: t('common.saved'), onDone: onClose });
  const form = useForm<{ name: string; learnerIds: string[] }>({
    initialValues: { name: present?.name ?? '', learnerIds: present?.members.map(({ id }) => id) ?? [] },
    validate: {
      name: (value) => (value.trim() ? null : t('common.required')),
      learnerIds: (value) => (value.length > 1000 ? t('common.between', { min: 0, max: 1000 }) : null),
    },
  });
  const known = new Map([...(present?.members ?? []), ...(names.data ?? [])].map(({ id, name }) => [id, name]));
  return (
    <form
      onSubmit={form.onSubmit(({ name, learnerIds }) =>
        save.mutate({ input: { courseId, name: name.trim(), learnerIds } }),
      )}
    >
      <Stack gap="md">
        <TextInput
          data-autofocus
          label={t('allowances.groupName')}
          maxLength={100}
          readOnly={present !== null}
          {...form.getInputProps('name')}
        />
        <MultiSelect
          label={t('allowances.groupMembers')}
          description={t('allowances.groupMembersHint')}
          searchable
          limit={50}
          nothingFoundMessage={names.isFetching ? t('common.loading') : t('common.nothingFound')}
          data={[...known].map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('learnerIds')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Makes a group of learners, or changes who belongs to it. */
export function GroupDialog({ group, onClose, ...form }: GroupDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={group !== null}
      onClose={onClose}
      title={group === 'new' || group === null ? t('allowances.newGroup') : group.name}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {group ? <GroupForm group={group} onClose={onClose} {...form} /> : null}
    </Modal>
  );
}

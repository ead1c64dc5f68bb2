import { LearnerGroupsDocument } from '@lectern/sdk';
import { SegmentedControl, Select, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { useLearnerNames } from '../proctor/use-learner-names.ts';
import type { AllowanceValues } from './allowance-values.ts';

export interface WhomFieldProps {
  readonly form: UseFormReturnType<AllowanceValues>;
  readonly examId: string;
  readonly courseId: string;
}

/** For whom: one learner of the exam, or a group of the course. */
export function WhomField({ form, examId, courseId }: WhomFieldProps) {
  const { t } = useTranslation();
  const names = useLearnerNames(examId, true);
  const groups = useGraphQuery(LearnerGroupsDocument, { courseId });
  const isGroup = form.values.to === 'group';
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('allowances.whom')}
        value={form.values.to}
        onChange={(value) => form.setFieldValue('to', value === 'group' ? 'group' : 'learner')}
        data={[
          { value: 'learner', label: t('allowances.oneLearner') },
          { value: 'group', label: t('allowances.aGroup') },
        ]}
      />
      {isGroup ? (
        <Select
          label={t('allowances.group')}
          data={groups.data?.learnerGroups.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          nothingFoundMessage={t('allowances.noGroups')}
          searchable
          {...form.getInputProps('groupId')}
        />
      ) : (
        <Select
          label={t('teach.learner')}
          data={names.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          nothingFoundMessage={names.isFetching ? t('common.loading') : t('common.nothingFound')}
          limit={50}
          searchable
          {...form.getInputProps('learnerId')}
        />
      )}
    </Stack>
  );
}

import {
  ApplyRegradeDocument,
  type KeyChangeInput,
  PreviewRegradeDocument,
  type PreviewRegradeQuery,
} from '@lectern/sdk';
import { Button, Group, Modal, SimpleGrid, Stack, Table, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { FigureCard } from '../../../ui/figure-card.tsx';
import { sayDone } from '../../../ui/toast.ts';

type Preview = PreviewRegradeQuery['previewRegrade'];

function Figures({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = (value: number | null) => (value === null ? '–' : format.percent(value));
  const figures = [
    ['changedCount', preview.changedCount],
    ['gain', preview.gainCount],
    ['loss', preview.lossCount],
    ['newlyPassed', preview.newlyPassedCount],
    ['newlyFailed', preview.newlyFailedCount],
  ] as const;
  return (
    <>
      <Text>{t('regrade.affected', { count: preview.affectedCount })}</Text>
      <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="sm">
        {figures.map(([name, value]) => (
          <FigureCard key={name} label={t(`regrade.${name}`)} value={format.number(value)} />
        ))}
        <FigureCard
          label={t('regrade.mean')}
          value={percent(preview.meanScorePercentAfter)}
          hint={t('regrade.fromTo', {
            from: percent(preview.meanScorePercentBefore),
            to: percent(preview.meanScorePercentAfter),
          })}
        />
      </SimpleGrid>
    </>
  );
}

function Changes({ changes }: { readonly changes: Preview['changes'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (changes.length === 0) return <Text c="dimmed">{t('regrade.nobody')}</Text>;
  const outcome = (isPassed: boolean) => t(isPassed ? 'result.passed' : 'result.failed');
  return (
    <Table.ScrollContainer minWidth={420} mah={320}>
      <Table aria-label={t('regrade.previewTitle')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('teach.learner')}</Table.Th>
            <Table.Th>{t('regrade.before')}</Table.Th>
            <Table.Th>{t('regrade.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map((change) => (
            <Table.Tr key={change.attempt.id}>
              <Table.Td>{change.attempt.learner.name}</Table.Td>
              <Table.Td className="lectern-tabular">
                {format.percent(change.scorePercentBefore)} · {outcome(change.isPassedBefore)}
              </Table.Td>
              <Table.Td className="lectern-tabular">
                {format.percent(change.scorePercentAfter)} · {outcome(change.isPassedAfter)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

export interface RegradeDialogProps {
  readonly examId: string;
  readonly changes: readonly KeyChangeInput[];
  readonly onClose: () => void;
  readonly onApplied: () => void;
}

function RegradeForm({ examId, changes, onClose, onApplied }: RegradeDialogProps) {
  const { t } = useTranslation();
  const preview = useGraphQuery(PreviewRegradeDocument, { input: { examId, changes } });
  const apply = useGraphMutation(ApplyRegradeDocument, {
    onDone: ({ applyRegrade }) => {
      sayDone(t('regrade.applied', { count: applyRegrade.changedCount }));
      onApplied();
    },
  });
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (value) => (value.trim() ? null : t('common.required')) },
  });
  return (
    <form onSubmit={form.onSubmit(({ reason }) => apply.mutate({ input: { examId, changes, reason: reason.trim() } }))}>
      <Stack gap="md">
        <Loaded query={preview}>
          {({ previewRegrade }) => (
            <>
              <Figures preview={previewRegrade} />
              <Changes changes={previewRegrade.changes} />
              {previewRegrade.changes.length < previewRegrade.changedCount ? (
                <Text size="sm" c="dimmed">
                  {t('regrade.moreChanges', { count: previewRegrade.changes.length })}
                </Text>
              ) : null}
            </>
          )}
        </Loaded>
        <Textarea
          label={t('regrade.reason')}
          description={t('regrade.reasonHint')}
          maxLength={1000}
          autosize
          minRows={2}
          {...form.getInputProps('reason')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={apply.isPending} disabled={!preview.data}>
            {t('regrade.apply')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Who would change and how; and with a reason, the regrade itself. */
export function RegradeDialog(props: RegradeDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      size="lg"
      onClose={props.onClose}
      title={t('regrade.previewTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <RegradeForm {...props} />
    </Modal>
  );
}

import { ExamRegistrationsDocument, RegisterLearnersDocument, WithdrawRegistrationDocument } from '@lectern/sdk';
import { Button, Modal, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFileUpload, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphMutation, useGraphPages } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useConfirm } from '../../../ui/confirm.tsx';
import { Section } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import { sayDone } from '../../../ui/toast.ts';
import { PeoplePicker } from '../../account/people-picker.tsx';
import { FileDialog } from './file-dialog.tsx';

/** Who is registered for an exam; registering and withdrawing. */
export function RegistrationsTab({ examId }: { readonly examId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const [isOpen, dialog] = useDisclosure(false);
  const [isFileOpen, fileDialog] = useDisclosure(false);
  const registrations = useGraphPages(
    ExamRegistrationsDocument,
    { id: examId, first: 50 },
    (data) => data.exam?.registrations,
  );
  const register = useGraphMutation(RegisterLearnersDocument, {
    onDone: ({ registerLearners }) => {
      sayDone(t('registrations.added', { count: registerLearners.registeredCount }));
    },
  });
  const withdraw = useGraphMutation(WithdrawRegistrationDocument, { done: t('registrations.withdrawn') });
  const ask = async (learner: { readonly id: string; readonly name: string }) => {
    const sure = await confirm({
      title: t('registrations.withdrawTitle'),
      body: t('registrations.withdrawBody', { name: learner.name }),
      confirm: t('registrations.withdraw'),
      isDangerous: true,
    });
    if (sure) withdraw.mutate({ input: { examId, learnerId: learner.id } });
  };
  return (
    <Section
      title={t('exam.tabs.registrations')}
      description={registrations.query.data ? t('registrations.count', { count: registrations.totalCount }) : undefined}
      actions={
        <>
          <Button variant="default" leftSection={<IconFileUpload size={17} aria-hidden />} onClick={fileDialog.open}>
            {t('registrations.fromFile')}
          </Button>
          <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={dialog.open}>
            {t('registrations.add')}
          </Button>
        </>
      }
    >
      <Loaded query={registrations.query}>
        {() =>
          registrations.nodes.length === 0 ? (
            <EmptyBlock icon={IconUsers} title={t('registrations.none')}>
              {t('registrations.noneHint')}
            </EmptyBlock>
          ) : (
            <Stack>
              <Table.ScrollContainer minWidth={300}>
                <Table aria-label={t('exam.tabs.registrations')}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('teach.learner')}</Table.Th>
                      <Table.Th visibleFrom="sm">{t('registrations.at')}</Table.Th>
                      <Table.Th>
                        <span className="lectern-hidden">{t('common.actions')}</span>
                      </Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {registrations.nodes.map(({ id, learner, registeredAt }) => (
                      <Table.Tr key={id}>
                        <Table.Td>
                          <Text fw={550}>{learner.name}</Text>
                          <Text size="sm" c="dimmed">
                            {learner.email}
                          </Text>
                        </Table.Td>
                        <Table.Td visibleFrom="sm">{format.dateTime(registeredAt)}</Table.Td>
                        <Table.Td ta="right">
                          <Button
                            size="xs"
                            variant="default"
                            aria-label={`${t('registrations.withdraw')}: ${learner.name}`}
                            onClick={() => void ask(learner)}
                          >
                            {t('registrations.withdraw')}
                          </Button>
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              {registrations.hasMore ? (
                <Button
                  variant="default"
                  mx="auto"
                  onClick={registrations.loadMore}
                  loading={registrations.isLoadingMore}
                >
                  {t('common.more')}
                </Button>
              ) : null}
            </Stack>
          )
        }
      </Loaded>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t('registrations.add')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <PeoplePicker
          confirm={t('registrations.register')}
          isBusy={register.isPending}
          onConfirm={(learnerIds, isComplete) =>
            register.mutate({ input: { examId, learnerIds } }, { onSuccess: () => isComplete && dialog.close() })
          }
          onCancel={dialog.close}
        />
      </Modal>
      <FileDialog isOpen={isFileOpen} examId={examId} onClose={fileDialog.close} />
    </Section>
  );
}

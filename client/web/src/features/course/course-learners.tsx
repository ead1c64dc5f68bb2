import { CourseEnrolmentsDocument, EnrolLearnersDocument, UnenrolDocument } from '@lectern/sdk';
import { Button, Group, Modal, Progress, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphMutation, useGraphPages } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyBlock } from '../../ui/states.tsx';
import { sayDone } from '../../ui/toast.ts';
import { PeoplePicker } from '../account/people-picker.tsx';

/** Who is enrolled in a course and how far they are; enrolling and unenrolling. */
export function CourseLearners({ courseId }: { readonly courseId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const [isOpen, dialog] = useDisclosure(false);
  const enrolments = useGraphPages(
    CourseEnrolmentsDocument,
    { id: courseId, first: 50 },
    (data) => data.course?.enrolments,
  );
  const enrol = useGraphMutation(EnrolLearnersDocument, {
    onDone: ({ enrolLearners }) => {
      sayDone(t('teach.enrolled', { count: enrolLearners.enrolledCount }));
    },
  });
  const unenrol = useGraphMutation(UnenrolDocument, { done: t('teach.unenrolled') });
  const ask = async (learner: { readonly id: string; readonly name: string }) => {
    const sure = await confirm({
      title: t('teach.unenrolTitle'),
      body: t('teach.unenrolBody', { name: learner.name }),
      confirm: t('teach.unenrol'),
      isDangerous: true,
    });
    if (sure) unenrol.mutate({ input: { courseId, learnerId: learner.id } });
  };
  return (
    <Section
      title={t('teach.tabs.learners')}
      description={enrolments.query.data ? t('teach.learnerCount', { count: enrolments.totalCount }) : undefined}
      actions={
        <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={dialog.open}>
          {t('teach.enrolLearners')}
        </Button>
      }
    >
      <Loaded query={enrolments.query}>
        {() =>
          enrolments.nodes.length === 0 ? (
            <EmptyBlock icon={IconUsers} title={t('teach.noLearners')}>
              {t('teach.noLearnersHint')}
            </EmptyBlock>
          ) : (
            <Stack>
              <Table.ScrollContainer minWidth={340}>
                <Table aria-label={t('teach.tabs.learners')}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('teach.learner')}</Table.Th>
                      <Table.Th visibleFrom="sm">{t('teach.enrolledAt')}</Table.Th>
                      <Table.Th w="30%">{t('teach.progress')}</Table.Th>
                      <Table.Th>
                        <span className="lectern-hidden">{t('common.actions')}</span>
                      </Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {enrolments.nodes.map(({ id, learner, enrolledAt, progress }) => (
                      <Table.Tr key={id}>
                        <Table.Td>
                          <Text fw={550}>{learner.name}</Text>
                          <Text size="sm" c="dimmed">
                            {learner.email}
                          </Text>
                        </Table.Td>
                        <Table.Td visibleFrom="sm">{format.date(enrolledAt)}</Table.Td>
                        <Table.Td>
                          <Group gap="sm" wrap="nowrap">
                            <Progress
                              value={progress.percent}
                              flex={1}
                              miw={80}
                              aria-label={t('teach.progressOf', { name: learner.name })}
                            />
                            <Text size="sm" className="lectern-tabular">
                              {format.percent(progress.percent)}
                            </Text>
                          </Group>
                        </Table.Td>
                        <Table.Td ta="right">
                          <Button
                            size="xs"
                            variant="default"
                            aria-label={`${t('teach.unenrol')}: ${learner.name}`}
                            onClick={() => void ask(learner)}
                          >
                            {t('teach.unenrol')}
                          </Button>
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              {enrolments.hasMore ? (
                <Button variant="default" mx="auto" onClick={enrolments.loadMore} loading={enrolments.isLoadingMore}>
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
        title={t('teach.enrolLearners')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <PeoplePicker
          confirm={t('teach.enrol')}
          isBusy={enrol.isPending}
          onConfirm={(learnerIds, isComplete) =>
            enrol.mutate({ input: { courseId, learnerIds } }, { onSuccess: () => isComplete && dialog.close() })
          }
          onCancel={dialog.close}
        />
      </Modal>
    </Section>
  );
}

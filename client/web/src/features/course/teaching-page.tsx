import { CreateCourseDocument, TaughtCoursesDocument } from '@lectern/sdk';
import { Anchor, Badge, Button, Group, Modal, Stack, Table, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconSchool } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphMutation, useGraphPages } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { Page } from '../../ui/page.tsx';
import { Surface } from '../../ui/section.tsx';
import { EmptyBlock } from '../../ui/states.tsx';
import { courseStatusColors } from './course-status.ts';

function NewCourseForm({ onCancel }: { readonly onCancel: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useGraphMutation(CreateCourseDocument, {
    onDone: ({ createCourse }) => void navigate(`/teach/courses/${createCourse.course.id}`),
  });
  const form = useForm({
    initialValues: { title: '', summary: '' },
    validate: { title: (value) => (value.trim() ? null : t('common.required')) },
  });
  const send = form.onSubmit(({ title, summary }) => create.mutate({ input: { title: title.trim(), summary } }));
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <TextInput data-autofocus label={t('teach.courseTitle')} maxLength={200} {...form.getInputProps('title')} />
        <Textarea
          label={t('teach.summary')}
          description={t('teach.summaryHint')}
          autosize
          minRows={3}
          maxLength={2000}
          {...form.getInputProps('summary')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('teach.createCourse')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The courses the viewer teaches. */
export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, dialog] = useDisclosure(false);
  const courses = useGraphPages(TaughtCoursesDocument, { first: 25 }, (data) => data.taughtCourses);
  const newButton = (
    <Button onClick={dialog.open} leftSection={<IconPlus size={17} aria-hidden />}>
      {t('teach.newCourse')}
    </Button>
  );
  return (
    <Page title={t('teach.title')} description={t('teach.hint')} actions={newButton}>
      <Surface p={0} style={{ border: '1px solid var(--lectern-line)', overflow: 'hidden' }}>
        <Loaded query={courses.query}>
          {() =>
            courses.nodes.length === 0 ? (
              <EmptyBlock icon={IconSchool} title={t('teach.noCourses')}>
                {t('teach.noCoursesHint')}
              </EmptyBlock>
            ) : (
              <Table.ScrollContainer minWidth={300}>
                <Table aria-label={t('teach.title')} verticalSpacing="md">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('teach.course')}</Table.Th>
                      <Table.Th>{t('teach.status')}</Table.Th>
                      <Table.Th visibleFrom="sm">{t('teach.lessons')}</Table.Th>
                      <Table.Th visibleFrom="sm">{t('teach.made')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {courses.nodes.map((course) => (
                      <Table.Tr key={course.id}>
                        <Table.Td>
                          <Anchor component={Link} to={`/teach/courses/${course.id}`} fw={600}>
                            {course.title}
                          </Anchor>
                          <Text size="sm" c="dimmed" lineClamp={1}>
                            {course.instructors.map(({ name }) => name).join(', ')}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          <Badge color={courseStatusColors[course.status]}>
                            {t(`course.statuses.${course.status}`)}
                          </Badge>
                        </Table.Td>
                        <Table.Td visibleFrom="sm" className="lectern-tabular">
                          {format.number(course.lessonCount)}
                        </Table.Td>
                        <Table.Td visibleFrom="sm">{format.date(course.createdAt)}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            )
          }
        </Loaded>
      </Surface>
      {courses.hasMore ? (
        <Button variant="default" mx="auto" onClick={courses.loadMore} loading={courses.isLoadingMore}>
          {t('common.more')}
        </Button>
      ) : null}
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t('teach.newCourse')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <NewCourseForm onCancel={dialog.close} />
      </Modal>
    </Page>
  );
}

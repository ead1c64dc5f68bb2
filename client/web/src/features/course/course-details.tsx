import { type CourseForEditingQuery, UpdateCourseDocument, UsersDocument } from '@lectern/sdk';
import { Button, Group, MultiSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation, useGraphQuery } from '../../graph/use-graph.ts';
import { Section } from '../../ui/section.tsx';

type Course = NonNullable<CourseForEditingQuery['course']>;

/** Title, summary and instructors of a course. */
export function CourseDetails({ course }: { readonly course: Course }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 300);
  const found = useGraphQuery(UsersDocument, { first: 20, search: wanted || null, role: 'INSTRUCTOR' });
  const update = useGraphMutation(UpdateCourseDocument, { done: t('common.saved'), onDone: () => form.resetDirty() });
  const form = useForm({
    initialValues: {
      title: course.title,
      summary: course.summary,
      instructorIds: course.instructors.map(({ id }) => id),
    },
    validate: {
      title: (value) => (value.trim() ? null : t('common.required')),
      instructorIds: (value) => (value.length > 0 ? null : t('teach.instructorNeeded')),
    },
  });
  const names = new Map(course.instructors.map(({ id, name }) => [id, name]));
  for (const { node } of found.data?.users.edges ?? [])
    names.set(node.id, node.email ? `${node.name} (${node.email})` : node.name);
  const send = form.onSubmit(({ title, summary, instructorIds }) =>
    update.mutate({ input: { courseId: course.id, title: title.trim(), summary, instructorIds } }),
  );
  return (
    <Section title={t('teach.tabs.details')}>
      <form onSubmit={send}>
        <Stack gap="md" maw={640}>
          <TextInput label={t('teach.courseTitle')} maxLength={200} {...form.getInputProps('title')} />
          <Textarea
            label={t('teach.summary')}
            description={t('teach.summaryHint')}
            autosize
            minRows={3}
            maxLength={2000}
            {...form.getInputProps('summary')}
          />
          <MultiSelect
            label={t('teach.instructors')}
            searchable
            searchValue={search}
            onSearchChange={setSearch}
            nothingFoundMessage={t('common.nothingFound')}
            data={[...names].map(([value, label]) => ({ value, label }))}
            {...form.getInputProps('instructorIds')}
          />
          <Group>
            <Button type="submit" loading={update.isPending} disabled={!form.isDirty()}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

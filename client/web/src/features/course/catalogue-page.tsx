import { CoursesDocument } from '@lectern/sdk';
import { Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBooks, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphPages } from '../../graph/use-graph.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyBlock } from '../../ui/states.tsx';
import { CardGridLoading } from './card-grid-loading.tsx';
import { CourseCard } from './course-card.tsx';

/** The published courses, with search. Open to everyone. */
export function Component() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState(params.get('q') ?? '');
  const [wanted] = useDebouncedValue(search.trim(), 300);
  useEffect(() => {
    setParams(wanted ? { q: wanted } : {}, { replace: true });
  }, [wanted, setParams]);
  const courses = useGraphPages(CoursesDocument, { first: 12, search: wanted || null }, (data) => data.courses);
  return (
    <Page title={t('course.catalogue')} description={t('course.catalogueHint')}>
      <Stack gap="lg">
        <search>
          <TextInput
            type="search"
            size="md"
            maw={480}
            label={t('course.searchLabel')}
            placeholder={t('course.searchHint')}
            leftSection={<IconSearch size={18} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </search>
        <Loaded query={courses.query} loading={<CardGridLoading />}>
          {() => (
            <>
              <Text size="sm" c="dimmed" role="status">
                {t('course.found', { count: courses.totalCount })}
              </Text>
              {courses.nodes.length === 0 ? (
                <EmptyBlock icon={IconBooks} title={t('course.noneFound')}>
                  {t('course.noneFoundHint')}
                </EmptyBlock>
              ) : (
                <SimpleGrid
                  component="ul"
                  cols={{ base: 1, xs: 2, md: 3 }}
                  spacing="lg"
                  p={0}
                  m={0}
                  style={{ listStyle: 'none' }}
                >
                  {courses.nodes.map((course) => (
                    <li key={course.id} style={{ display: 'grid' }}>
                      <CourseCard course={course} headingOrder={2} />
                    </li>
                  ))}
                </SimpleGrid>
              )}
              {courses.hasMore ? (
                <Group justify="center">
                  <Button variant="default" onClick={courses.loadMore} loading={courses.isLoadingMore}>
                    {t('common.more')}
                  </Button>
                </Group>
              ) : null}
            </>
          )}
        </Loaded>
      </Stack>
    </Page>
  );
}

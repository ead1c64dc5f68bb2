import { MyEnrolmentsDocument, MyExamsDocument } from '@lectern/sdk';
import { Button, SimpleGrid, Stack } from '@mantine/core';
import { IconBooks, IconCalendarEvent } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../graph/loaded.tsx';
import { useSession } from '../../graph/session.tsx';
import { useGraphPages, useGraphQuery } from '../../graph/use-graph.ts';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyBlock } from '../../ui/states.tsx';
import { ExamRow } from '../exam/exam-row.tsx';
import { CardGridLoading } from './card-grid-loading.tsx';
import { CourseCard } from './course-card.tsx';

function UpcomingExams() {
  const { t } = useTranslation();
  const exams = useGraphQuery(MyExamsDocument, { first: 50 });
  return (
    <Section title={t('home.exams')}>
      <Loaded query={exams}>
        {({ myExams }) => {
          const open = myExams.edges.map(({ node }) => node).filter(({ status }) => status === 'PUBLISHED');
          const rows = open.filter(({ closesAt, viewerAttempts }) => {
            const isRunning = viewerAttempts.some(({ status }) => status === 'IN_PROGRESS');
            return isRunning || closesAt === null || new Date(closesAt).getTime() > Date.now();
          });
          if (rows.length === 0) {
            return (
              <EmptyBlock icon={IconCalendarEvent} title={t('home.noExams')}>
                {t('home.noExamsHint')}
              </EmptyBlock>
            );
          }
          return (
            <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
              {rows.map((exam) => (
                <li key={exam.id}>
                  <ExamRow exam={exam} courseTitle={exam.course.title} attempts={exam.viewerAttempts} />
                </li>
              ))}
            </Stack>
          );
        }}
      </Loaded>
    </Section>
  );
}

function MyCourses() {
  const { t } = useTranslation();
  const enrolments = useGraphPages(MyEnrolmentsDocument, { first: 12 }, (data) => data.myEnrolments);
  return (
    <Section
      title={t('home.courses')}
      bg="transparent"
      p={0}
      style={{ border: 0 }}
      actions={
        <Button component={Link} to="/courses" variant="default" size="sm">
          {t('home.browse')}
        </Button>
      }
    >
      <Loaded query={enrolments.query} loading={<CardGridLoading />}>
        {() =>
          enrolments.nodes.length === 0 ? (
            <EmptyBlock
              icon={IconBooks}
              title={t('home.noCourses')}
              action={
                <Button component={Link} to="/courses">
                  {t('home.browse')}
                </Button>
              }
            >
              {t('home.noCoursesHint')}
            </EmptyBlock>
          ) : (
            <Stack>
              <SimpleGrid
                component="ul"
                cols={{ base: 1, xs: 2, md: 3 }}
                spacing="lg"
                p={0}
                m={0}
                style={{ listStyle: 'none' }}
              >
                {enrolments.nodes.map(({ id, course }) => (
                  <li key={id} style={{ display: 'grid' }}>
                    <CourseCard course={course} headingOrder={3} />
                  </li>
                ))}
              </SimpleGrid>
              {enrolments.hasMore ? (
                <Button variant="default" onClick={enrolments.loadMore} loading={enrolments.isLoadingMore} mx="auto">
                  {t('common.more')}
                </Button>
              ) : null}
            </Stack>
          )
        }
      </Loaded>
    </Section>
  );
}

/** What the viewer can go on with: exams that are near, and courses with progress. */
export function Component() {
  const { t } = useTranslation();
  const { viewer } = useSession();
  return (
    <Page title={t('home.title', { name: viewer?.name ?? '' })} description={t('home.hint')}>
      <UpcomingExams />
      <MyCourses />
    </Page>
  );
}

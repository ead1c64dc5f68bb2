import { CourseForBankDocument, type CourseForBankQuery, QuestionBankDocument } from '@lectern/sdk';
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconFileUpload, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../../app/error-page.tsx';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphPages, useGraphQuery } from '../../../graph/use-graph.ts';
import { Page } from '../../../ui/page.tsx';
import { Surface } from '../../../ui/section.tsx';
import { EmptyBlock, LoadingPage } from '../../../ui/states.tsx';
import { ExportMenu } from '../export/export-menu.tsx';
import classes from './bank.module.css';
import { BankEntry } from './bank-entry.tsx';
import { BankFilters, useBankFilter } from './bank-filters.tsx';
import { BankQuestionDialog } from './bank-question-dialog.tsx';

type Course = NonNullable<CourseForBankQuery['course']>;

function BankList({ courseId }: { readonly courseId: string }) {
  const { t } = useTranslation();
  const [isArchived, setArchived] = useState(false);
  const { values, setValues, filter, isFiltered } = useBankFilter(isArchived);
  const bank = useGraphPages(QuestionBankDocument, { courseId, filter, first: 25 }, (data) => data.questionBank);
  const isEmpty = bank.nodes.length === 0;
  return (
    <Surface>
      <Stack gap="md">
        <BankFilters courseId={courseId} values={values} onChange={setValues} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {t('bank.found', { count: bank.totalCount })}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={t('bank.which')}
            data={[
              { value: 'use', label: t('bank.inUse') },
              { value: 'away', label: t('bank.putAway') },
            ]}
            value={isArchived ? 'away' : 'use'}
            onChange={(value) => setArchived(value === 'away')}
          />
        </Group>
        <Loaded query={bank.query}>
          {() =>
            isEmpty ? (
              <EmptyBlock icon={IconArchive} title={t(isFiltered || isArchived ? 'common.nothingFound' : 'bank.none')}>
                {t(isFiltered ? 'bank.nothingFoundHint' : isArchived ? 'bank.noneAway' : 'bank.noneHint')}
              </EmptyBlock>
            ) : (
              <ul className={classes.list}>
                {bank.nodes.map((entry) => (
                  <BankEntry key={entry.id} entry={entry} />
                ))}
              </ul>
            )
          }
        </Loaded>
        {bank.hasMore ? (
          <Button variant="default" mx="auto" loading={bank.isLoadingMore} onClick={bank.loadMore}>
            {t('common.more')}
          </Button>
        ) : null}
      </Stack>
    </Surface>
  );
}

function Bank({ course }: { readonly course: Course }) {
  const { t } = useTranslation();
  const [isWriting, write] = useDisclosure(false);
  return (
    <Page
      title={t('bank.title')}
      description={t('bank.hint')}
      crumbs={[
        { label: t('nav.teaching'), to: '/teach' },
        { label: course.title, to: `/teach/courses/${course.id}?tab=exams` },
      ]}
      actions={
        <>
          <Button
            component={Link}
            to={`/teach/courses/${course.id}/bank/import`}
            variant="default"
            leftSection={<IconFileUpload size={17} aria-hidden />}
          >
            {t('exchange.import')}
          </Button>
          <ExportMenu source={{ courseId: course.id }} />
          <Button onClick={write.open} leftSection={<IconPlus size={17} aria-hidden />}>
            {t('questions.add')}
          </Button>
        </>
      }
    >
      <BankList courseId={course.id} />
      <BankQuestionDialog courseId={course.id} entry={null} isOpen={isWriting} onClose={write.close} />
    </Page>
  );
}

/** The question bank of a course: find, write, put away, import and export. */
export function Component() {
  const { courseId = '' } = useParams();
  const course = useGraphQuery(CourseForBankDocument, { id: courseId });
  return (
    <Loaded query={course} loading={<LoadingPage />}>
      {(data) => (data.course?.viewerCanEdit ? <Bank course={data.course} /> : <NotFoundPage />)}
    </Loaded>
  );
}

import {
  ClaimScriptDocument,
  MarkingPageDocument,
  type MarkingPageQuery,
  MarkScriptDocument,
  ReleaseScriptDocument,
  type ScriptPartsFragment,
} from '@lectern/sdk';
import { Button, Stack, Text } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { NotFoundPage } from '../../../app/error-page.tsx';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../../graph/use-graph.ts';
import { Page } from '../../../ui/page.tsx';
import { Section, Surface } from '../../../ui/section.tsx';
import { EmptyBlock, LoadingBlock, LoadingPage } from '../../../ui/states.tsx';
import { MarkForm } from './mark-form.tsx';
import classes from './marking.module.css';
import { ScriptView } from './script-view.tsx';

type Exam = NonNullable<MarkingPageQuery['exam']>;
/** `undefined` while it is asked for; null when there is none. */
type Desk = ScriptPartsFragment | null | undefined;

/** Takes scripts one after another: the next is claimed when one is marked or given back. */
function useDesk(examId: string, questionId: string | null) {
  const { t } = useTranslation();
  const [script, setScript] = useState<Desk>(undefined);
  const claim = useGraphMutation(ClaimScriptDocument, {
    onDone: ({ claimScript }) => setScript(claimScript.script ?? null),
  });
  const { mutate } = claim;
  const next = useCallback(() => {
    setScript(undefined);
    mutate({ input: { examId, ...(questionId === null ? {} : { questionId }) } });
  }, [mutate, examId, questionId]);
  useEffect(next, [next]);
  const mark = useGraphMutation(MarkScriptDocument, { done: t('marking.saved'), onDone: next });
  const release = useGraphMutation(ReleaseScriptDocument, { onDone: () => setScript(null) });
  return { script, next, mark, release, hasFailed: claim.isError };
}

function MarkingDesk({ exam, questionId }: { readonly exam: Exam; readonly questionId: string | null }) {
  const { t } = useTranslation();
  const { script, next, mark, release, hasFailed } = useDesk(exam.id, questionId);
  if (script === undefined && !hasFailed) return <LoadingBlock lines={6} />;
  if (!script) {
    return (
      <Surface>
        <EmptyBlock
          icon={IconMoodCheck}
          title={t('marking.allDone')}
          action={
            <>
              <Button onClick={next}>{t('marking.next')}</Button>
              <Button component={Link} to={`/teach/exams/${exam.id}?tab=marking`} variant="default">
                {t('marking.toExam')}
              </Button>
            </>
          }
        >
          {t('marking.allDoneHint')}
        </EmptyBlock>
      </Surface>
    );
  }
  return (
    <div className={classes.desk}>
      <ScriptView script={script} />
      <div className={classes.mark}>
        <Section title={t('marking.yourMark')}>
          <MarkForm
            key={script.id}
            script={script}
            isBusy={mark.isPending}
            onMark={({ points, feedback }) =>
              mark.mutate({ input: { scriptId: script.id, points, ...(feedback.trim() ? { feedback } : {}) } })
            }
            onRelease={() => release.mutate({ input: { scriptId: script.id } })}
          />
        </Section>
      </div>
    </div>
  );
}

/** Marking essays one by one. */
export function Component() {
  const { t } = useTranslation();
  const { examId = '' } = useParams();
  const [params] = useSearchParams();
  const page = useGraphQuery(MarkingPageDocument, { examId });
  return (
    <Loaded query={page} loading={<LoadingPage />}>
      {({ exam }) =>
        exam?.viewerCanEdit ? (
          <Page
            title={t('marking.title', { exam: exam.title })}
            crumbs={[
              { label: exam.course.title, to: `/teach/courses/${exam.course.id}?tab=exams` },
              { label: exam.title, to: `/teach/exams/${exam.id}?tab=marking` },
            ]}
            description={
              <Stack gap={0}>
                {exam.marking.isAnonymous ? <Text inherit>{t('marking.anonymous')}</Text> : null}
                {exam.marking.markersPerEssay > 1 ? <Text inherit>{t('marking.twoMarkers')}</Text> : null}
              </Stack>
            }
          >
            <MarkingDesk exam={exam} questionId={params.get('question')} />
          </Page>
        ) : (
          <NotFoundPage />
        )
      }
    </Loaded>
  );
}

import { type KeyChangeInput, PublishedKeysDocument, type PublishedKeysQuery } from '@lectern/sdk';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconHourglass, IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { Section, Surface } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import lines from '../questions/questions.module.css';
import { isChanged, toSend } from './key-change.ts';
import { KeyLine } from './key-line.tsx';
import classes from './regrade.module.css';
import { RegradeDialog } from './regrade-dialog.tsx';

type Exam = NonNullable<PublishedKeysQuery['exam']>;

function History({ corrections }: { readonly corrections: NonNullable<Exam['keyCorrections']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (corrections.length === 0) return null;
  return (
    <Section title={t('regrade.history')}>
      <Stack gap="xs">
        {corrections.map(({ revision, questionId, reason, correctedAt, correctedBy }) => (
          <div key={`${revision}:${questionId}`}>
            <Text>{t('regrade.historyLine', { revision, reason })}</Text>
            <Text size="sm" c="dimmed">
              {correctedBy.name} · {format.dateTime(correctedAt)}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}

function Keys({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const [changes, setChanges] = useState<ReadonlyMap<string, KeyChangeInput>>(new Map());
  const [isOpen, setOpen] = useState(false);
  const questions = exam.publishedQuestions ?? [];
  const corrections = exam.keyCorrections ?? [];
  const latest = new Map([...corrections].reverse().map(({ questionId, isVoided }) => [questionId, isVoided]));
  const pending = questions.flatMap((question) => {
    const change = changes.get(question.id);
    return change && isChanged(question, change) ? [toSend(change)] : [];
  });
  const change = (questionId: string, to: KeyChangeInput | null) => {
    const next = new Map(changes);
    if (to) next.set(questionId, to);
    else next.delete(questionId);
    setChanges(next);
  };
  return (
    <Stack gap="lg">
      {exam.regradeLeftCount ? (
        <Alert color="ink" role="status" icon={<IconHourglass aria-hidden />}>
          {t('regrade.left', { count: exam.regradeLeftCount })}
        </Alert>
      ) : null}
      <Section title={t('regrade.tab')} description={t('regrade.description')}>
        <ol className={lines.list}>
          {questions.map((question, index) => (
            <KeyLine
              key={question.id}
              question={question}
              number={index + 1}
              isVoided={latest.get(question.id) ?? false}
              change={changes.get(question.id) ?? null}
              onChange={(to) => change(question.id, to)}
            />
          ))}
        </ol>
      </Section>
      {pending.length > 0 ? (
        <Surface className={classes.bar ?? ''} shadow="md" p="md">
          <Group justify="space-between">
            <Text role="status">{t('regrade.pending', { count: pending.length })}</Text>
            <Button onClick={() => setOpen(true)}>{t('regrade.preview')}</Button>
          </Group>
        </Surface>
      ) : null}
      <History corrections={corrections} />
      {isOpen ? (
        <RegradeDialog
          examId={exam.id}
          changes={pending}
          onClose={() => setOpen(false)}
          onApplied={() => {
            setOpen(false);
            setChanges(new Map());
          }}
        />
      ) : null}
    </Stack>
  );
}

/** The keys of a published exam, to be put right where they are wrong. */
export function RegradeTab({ examId }: { readonly examId: string }) {
  const { t } = useTranslation();
  const keys = useGraphQuery(PublishedKeysDocument, { examId });
  return (
    <Loaded query={keys}>
      {({ exam }) =>
        exam?.publishedQuestions ? (
          <Keys exam={exam} />
        ) : (
          <Surface>
            <EmptyBlock icon={IconKey} title={t('regrade.tab')}>
              {t('regrade.notYet')}
            </EmptyBlock>
          </Surface>
        )
      }
    </Loaded>
  );
}

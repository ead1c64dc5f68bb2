import {
  type ExamQuery,
  RegisterForExamDocument,
  StartAttemptDocument,
  WithdrawRegistrationDocument,
} from '@lectern/sdk';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconCalendarCheck, IconClockHour4, IconInfoCircle, IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useErrorText } from '../../graph/error-text.ts';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { useNow } from '../../ui/use-now.ts';

type Exam = NonNullable<ExamQuery['exam']>;

/** Counts down to the opening and asks the server again when it should be open. */
function OpensIn({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1000);
  const queries = useQueryClient();
  const seconds = exam.opensAt ? Math.ceil((new Date(exam.opensAt).getTime() - now) / 1000) : null;
  const isDue = seconds !== null && seconds <= 0;
  useEffect(() => {
    if (isDue) void queries.invalidateQueries({ queryKey: ['Exam'] });
  }, [isDue, queries]);
  if (seconds === null || isDue) return null;
  return (
    <Text fz={28} fw={650} lh={1.2} className="lectern-tabular" role="timer" aria-label={t('exam.opensIn')}>
      {seconds > 86_400 ? format.duration(seconds) : <Ticking seconds={seconds} />}
    </Text>
  );
}

function Ticking({ seconds }: { readonly seconds: number }) {
  const two = (value: number) => String(value).padStart(2, '0');
  return <>{`${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`}</>;
}

function Registered({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const withdraw = useGraphMutation(WithdrawRegistrationDocument, { done: t('exam.withdrawn') });
  const ask = async () => {
    const sure = await confirm({
      title: t('exam.withdrawTitle'),
      body: t('exam.withdrawBody', { title: exam.title }),
      confirm: t('exam.withdraw'),
      isDangerous: true,
    });
    if (sure) withdraw.mutate({ input: { examId: exam.id } });
  };
  const canWithdraw = exam.viewerAttempts.length === 0 && exam.status === 'PUBLISHED';
  return (
    <>
      <Text size="sm" c="var(--lectern-good)" fw={600} style={{ display: 'flex', alignItems: 'center', gap: 6 }}>
        <IconCalendarCheck size={18} aria-hidden />
        {t('exam.registered')}
      </Text>
      {canWithdraw ? (
        <Button
          variant="subtle"
          color="gray"
          c="dimmed"
          size="xs"
          onClick={() => void ask()}
          loading={withdraw.isPending}
        >
          {t('exam.withdraw')}
        </Button>
      ) : null}
    </>
  );
}

function Obstacle({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  if (!exam.viewerStartObstacle || exam.viewerStartObstacle === 'NOT_REGISTERED') return null;
  const isEarly = exam.viewerStartObstacle === 'NOT_OPEN_YET';
  const icon = isEarly ? <IconClockHour4 aria-hidden /> : <IconInfoCircle aria-hidden />;
  return (
    <Alert color={isEarly ? 'ink' : 'gray'} icon={icon} role="status">
      {t(`exam.obstacles.${exam.viewerStartObstacle}`)}
    </Alert>
  );
}

/** The one thing to do about an exam: register, wait, start, go on, or why none of it is possible. */
export function StartBox({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const register = useGraphMutation(RegisterForExamDocument, { done: t('exam.registeredDone'), showsFailure: true });
  const start = useGraphMutation(StartAttemptDocument, {
    onDone: ({ startAttempt }) => void navigate(`/attempts/${startAttempt.attempt.id}`),
    showsFailure: true,
  });
  const running = exam.viewerAttempts.find(({ status }) => status === 'IN_PROGRESS');
  const error = register.error ?? start.error;
  const isOver = exam.viewerStartObstacle === 'CLOSED' || exam.status !== 'PUBLISHED';
  const canStart = exam.viewerIsRegistered && exam.viewerStartObstacle === null && !running;
  return (
    <Stack gap="md">
      {running ? (
        <>
          <Text>{t('exam.runningHint')}</Text>
          <Button
            component={Link}
            to={`/attempts/${running.id}`}
            size="md"
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
          >
            {t('exam.goOn')}
          </Button>
        </>
      ) : null}
      {exam.viewerStartObstacle === 'NOT_OPEN_YET' ? <OpensIn exam={exam} /> : null}
      <Obstacle exam={exam} />
      {!exam.viewerIsRegistered && !isOver ? (
        <>
          <Text size="sm" c="dimmed">
            {t('exam.registerHint')}
          </Text>
          <Button
            size="md"
            loading={register.isPending}
            onClick={() => register.mutate({ input: { examId: exam.id } })}
          >
            {t('exam.register')}
          </Button>
        </>
      ) : null}
      {canStart ? (
        <>
          <Button
            size="md"
            loading={start.isPending}
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
            onClick={() => start.mutate({ input: { examId: exam.id } })}
          >
            {t('exam.start')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('exam.startHint')}
          </Text>
        </>
      ) : null}
      {error ? (
        <Alert color="red" role="alert">
          {errorText(error)}
        </Alert>
      ) : null}
      {exam.viewerIsRegistered ? <Registered exam={exam} /> : null}
    </Stack>
  );
}

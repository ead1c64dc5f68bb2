import {
  browserDevice,
  type ExamQuery,
  RegisterForExamDocument,
  StartAttemptDocument,
  WithdrawRegistrationDocument,
} from '@lectern/sdk';
import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconCalendarCheck, IconClockHour4, IconInfoCircle, IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useErrorText } from '../../graph/error-text.ts';
import { useGraphMutation } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { useNow } from '../../ui/use-now.ts';
import { keepStarted } from './started-attempt.ts';

type Exam = NonNullable<ExamQuery['exam']>;

/** Counts down to when an attempt can start, and asks the server again when it should be so. */
function StartsIn({ at, label }: { readonly at: number | null; readonly label: string }) {
  const format = useFormat();
  const now = useNow(1000);
  const queries = useQueryClient();
  const seconds = at === null ? null : Math.ceil((at - now) / 1000);
  const isDue = seconds !== null && seconds <= 0;
  useEffect(() => {
    if (isDue) void queries.invalidateQueries({ queryKey: ['Exam'] });
  }, [isDue, queries]);
  if (seconds === null || isDue) return null;
  return (
    <Text fz={28} fw={650} lh={1.2} className="lectern-tabular" role="timer" aria-label={label}>
      {seconds > 86_400 ? format.duration(seconds) : <Ticking seconds={seconds} />}
    </Text>
  );
}

function Ticking({ seconds }: { readonly seconds: number }) {
  const two = (value: number) => String(value).padStart(2, '0');
  return <>{`${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`}</>;
}

/** When an attempt can start that cannot now, by the server's times; null when waiting does not help. */
function startsAt(exam: Exam): number | null {
  if (exam.viewerStartObstacle === 'NOT_OPEN_YET') return exam.opensAt ? Date.parse(exam.opensAt) : null;
  const last = exam.viewerAttempts.find(({ submittedAt }) => submittedAt !== null)?.submittedAt;
  if (exam.viewerStartObstacle !== 'TOO_SOON' || !last) return null;
  return Date.parse(last) + exam.attemptDelaySeconds * 1000;
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
  const isEarly = exam.viewerStartObstacle === 'NOT_OPEN_YET' || exam.viewerStartObstacle === 'TOO_SOON';
  const icon = isEarly ? <IconClockHour4 aria-hidden /> : <IconInfoCircle aria-hidden />;
  return (
    <Alert color={isEarly ? 'ink' : 'gray'} icon={icon} role="status">
      {t(`exam.obstacles.${exam.viewerStartObstacle}`)}
    </Alert>
  );
}

interface StartProps {
  readonly needsAccessCode: boolean;
  readonly isBusy: boolean;
  readonly onStart: (accessCode: string | null) => void;
}

/** The button that starts the time, and the access code where one is asked for. */
function Start({ needsAccessCode, isBusy, onStart }: StartProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [isMissing, setMissing] = useState(false);
  const begin = () => {
    if (!needsAccessCode) return onStart(null);
    setMissing(code.trim() === '');
    if (code.trim() !== '') onStart(code.trim());
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <Stack gap="md">
        {needsAccessCode ? (
          <TextInput
            label={t('exam.accessCode')}
            description={t('exam.accessCodeHint')}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={100}
            value={code}
            error={isMissing ? t('common.required') : null}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        ) : null}
        <Button type="submit" size="md" loading={isBusy} leftSection={<IconPlayerPlay size={18} aria-hidden />}>
          {t('exam.start')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('exam.startHint')}
        </Text>
      </Stack>
    </form>
  );
}

/** The one thing to do about an exam: register, wait, start, go on, or why none of it is possible. */
export function StartBox({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const register = useGraphMutation(RegisterForExamDocument, { done: t('exam.registeredDone'), showsFailure: true });
  const start = useGraphMutation(StartAttemptDocument, {
    onDone: ({ startAttempt: { attempt } }) => {
      keepStarted(attempt);
      void navigate(`/attempts/${attempt.id}`);
    },
    showsFailure: true,
  });
  const begin = (accessCode: string | null) => {
    const device = browserDevice();
    start.mutate({ input: { examId: exam.id, accessCode, deviceId: device.id, deviceLabel: device.label } });
  };
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
      <StartsIn
        at={startsAt(exam)}
        label={t(exam.viewerStartObstacle === 'TOO_SOON' ? 'exam.againIn' : 'exam.opensIn')}
      />
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
      {canStart ? <Start needsAccessCode={exam.needsAccessCode} isBusy={start.isPending} onStart={begin} /> : null}
      {error ? (
        <Alert color="red" role="alert">
          {errorText(error)}
        </Alert>
      ) : null}
      {exam.viewerIsRegistered ? <Registered exam={exam} /> : null}
    </Stack>
  );
}

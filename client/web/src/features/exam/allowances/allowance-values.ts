import type { GrantAllowanceInput } from '@lectern/sdk';
import { fromLocalInput } from '../../../ui/local-time.ts';

/** An allowance as its form holds it. */
export interface AllowanceValues {
  to: 'learner' | 'group';
  learnerId: string | null;
  groupId: string | null;
  minutes: number | string;
  /** A quarter more is 25. */
  percent: number | string;
  attempts: number | string;
  opensAt: string;
  closesAt: string;
  reason: string;
}

export const noAllowance: AllowanceValues = {
  to: 'learner',
  learnerId: null,
  groupId: null,
  minutes: 0,
  percent: 0,
  attempts: 0,
  opensAt: '',
  closesAt: '',
  reason: '',
};

/** Whether it gives anything at all. */
export function isEmptyAllowance(values: AllowanceValues): boolean {
  const { minutes, percent, attempts, opensAt, closesAt } = values;
  return [minutes, percent, attempts].every((value) => Number(value) === 0) && opensAt === '' && closesAt === '';
}

/** As the mutation takes it. */
export function allowanceInput(examId: string, values: AllowanceValues): GrantAllowanceInput {
  return {
    examId,
    ...(values.to === 'learner' ? { learnerId: values.learnerId } : { groupId: values.groupId }),
    extraSeconds: Math.round(Number(values.minutes) * 60),
    timeFactor: 1 + Number(values.percent) / 100,
    extraAttempts: Math.round(Number(values.attempts)),
    opensAt: fromLocalInput(values.opensAt),
    closesAt: fromLocalInput(values.closesAt),
    reason: values.reason.trim(),
  };
}

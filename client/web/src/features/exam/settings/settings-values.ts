import type {
  CountingAttempt,
  ExamSettingsPartsFragment,
  MarkersDisagree,
  Navigation,
  ResultVisibility,
  ShownWhen,
  UpdateExamInput,
} from '@lectern/sdk';
import { fromLocalInput, toLocalInput } from '../../../ui/local-time.ts';

/** The parts of a result whose showing is decided. */
export const policyParts = ['marks', 'feedback', 'rightAnswers', 'classStatistics'] as const;
export type PolicyPart = (typeof policyParts)[number];
/** When a part can be shown. */
export const shownWhens = ['AT_HAND_IN', 'AFTER_CLOSE', 'NEVER'] as const satisfies readonly ShownWhen[];

/** An exam's settings as the form holds them: local times as text, lengths of time in the unit people write. */
export interface SettingsValues {
  title: string;
  instructions: string;
  opensAt: string;
  closesAt: string;
  timeLimitMinutes: number | string;
  passMarkIn: 'percent' | 'points';
  passMarkPercent: number | string;
  passMarkPoints: number | string;
  attemptsMax: number | string;
  attemptDelayMinutes: number | string;
  countingAttempt: CountingAttempt;
  graceSeconds: number | string;
  navigation: Navigation;
  shufflesQuestions: boolean;
  shufflesChoices: boolean;
  accessCode: string;
  allowedNetworks: string[];
  resultVisibility: ResultVisibility;
  resultPolicy: Record<PolicyPart, ShownWhen>;
  isAnonymous: boolean;
  markersPerEssay: '1' | '2';
  toleratedDifferencePercent: number | string;
  onDisagreement: MarkersDisagree;
}

/** Sensible values for a new exam: the server's own, and a pass mark that teachers expect. */
const newExam: SettingsValues = {
  title: '',
  instructions: '',
  opensAt: '',
  closesAt: '',
  timeLimitMinutes: 60,
  passMarkIn: 'percent',
  passMarkPercent: 60,
  passMarkPoints: '',
  attemptsMax: 1,
  attemptDelayMinutes: 0,
  countingAttempt: 'BEST',
  graceSeconds: 10,
  navigation: 'FREE',
  shufflesQuestions: true,
  shufflesChoices: true,
  accessCode: '',
  allowedNetworks: [],
  resultVisibility: 'OWN',
  resultPolicy: { marks: 'AT_HAND_IN', feedback: 'AT_HAND_IN', rightAnswers: 'NEVER', classStatistics: 'NEVER' },
  isAnonymous: true,
  markersPerEssay: '1',
  toleratedDifferencePercent: 10,
  onDisagreement: 'THIRD_MARKER',
};

/** What the form starts with: the exam as it is, or sensible values for a new one. */
export function settingsOf(exam: ExamSettingsPartsFragment | null): SettingsValues {
  if (!exam) return newExam;
  const { marks, feedback, rightAnswers, classStatistics } = exam.resultPolicy;
  const { title, instructions, passMarkPercent, attemptsMax, countingAttempt, graceSeconds, navigation } = exam;
  const { shufflesQuestions, shufflesChoices, resultVisibility } = exam;
  return {
    title,
    instructions,
    passMarkPercent,
    attemptsMax,
    countingAttempt,
    graceSeconds,
    navigation,
    shufflesQuestions,
    shufflesChoices,
    resultVisibility,
    opensAt: toLocalInput(exam.opensAt),
    closesAt: toLocalInput(exam.closesAt),
    timeLimitMinutes: exam.timeLimitSeconds / 60,
    passMarkIn: exam.passMarkPoints === null ? 'percent' : 'points',
    passMarkPoints: exam.passMarkPoints ?? '',
    attemptDelayMinutes: exam.attemptDelaySeconds / 60,
    accessCode: exam.accessCode ?? '',
    allowedNetworks: [...(exam.allowedNetworks ?? [])],
    resultPolicy: { marks, feedback, rightAnswers, classStatistics },
    isAnonymous: exam.marking.isAnonymous,
    markersPerEssay: exam.marking.markersPerEssay === 2 ? '2' : '1',
    toleratedDifferencePercent: exam.marking.toleratedDifferencePercent,
    onDisagreement: exam.marking.onDisagreement,
  };
}

/** Settings as the mutations take them. */
export function inputOf(values: SettingsValues) {
  const { title, instructions, countingAttempt, navigation, shufflesQuestions, shufflesChoices } = values;
  const { resultVisibility, resultPolicy, isAnonymous, onDisagreement } = values;
  return {
    instructions,
    countingAttempt,
    navigation,
    shufflesQuestions,
    shufflesChoices,
    resultVisibility,
    resultPolicy,
    title: title.trim(),
    opensAt: fromLocalInput(values.opensAt),
    closesAt: fromLocalInput(values.closesAt),
    timeLimitSeconds: Math.round(Number(values.timeLimitMinutes) * 60),
    passMarkPercent: Number(values.passMarkPercent),
    passMarkPoints: values.passMarkIn === 'points' ? Number(values.passMarkPoints) : null,
    attemptsMax: Math.round(Number(values.attemptsMax)),
    attemptDelaySeconds: Math.round(Number(values.attemptDelayMinutes) * 60),
    graceSeconds: Math.round(Number(values.graceSeconds)),
    accessCode: values.accessCode.trim() || null,
    allowedNetworks: values.allowedNetworks.map((network) => network.trim()),
    marking: {
      isAnonymous,
      onDisagreement,
      markersPerEssay: Number(values.markersPerEssay),
      toleratedDifferencePercent: Number(values.toleratedDifferencePercent),
    },
  } satisfies Omit<UpdateExamInput, 'examId'>;
}

/** Only what differs: what publishing has fixed is not sent, and two people do not undo one another's changes. */
export function changesOf(before: SettingsValues, after: SettingsValues): Omit<UpdateExamInput, 'examId'> {
  const old: Readonly<Record<string, unknown>> = inputOf(before);
  return Object.fromEntries(
    Object.entries(inputOf(after)).filter(([field, value]) => JSON.stringify(old[field]) !== JSON.stringify(value)),
  );
}

function isIpv4(address: string): boolean {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

/** Whether a text looks like a CIDR range, such as 10.20.0.0/16 or 2001:db8::/32; the server looks closely. */
export function looksLikeNetwork(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.trim().split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  if (isIpv4(address)) return Number(bits) <= 32;
  return /^(?=.*:.*:)[\da-f:]+$/i.test(address) && Number(bits) <= 128;
}

// Without letters and digits that are taken for one another.
const codeLetters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A code that is easy to read out, from random bytes. */
export function accessCodeFrom(bytes: Uint8Array): string {
  return [...bytes].map((byte) => codeLetters[byte % codeLetters.length]).join('');
}

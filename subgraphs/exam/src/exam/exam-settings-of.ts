import type { ExamRow } from './exam.entity.ts';
import type { ExamSettings } from './exam.ts';

/** What the author of an exam has decided, without what became of the exam. */
export function settingsOf(exam: ExamRow): ExamSettings {
  const { title, instructions, opensAt, closesAt, timeLimitSeconds, passMarkPercent, passMarkPoints } = exam;
  const { attemptsMax, attemptDelaySeconds, countingAttempt, graceSeconds, navigation } = exam;
  const { accessCode, allowedNetworks, resultVisibility, resultPolicy, marking } = exam;
  const { shufflesQuestions, shufflesChoices } = exam;
  return {
    title,
    instructions,
    opensAt,
    closesAt,
    timeLimitSeconds,
    passMarkPercent,
    passMarkPoints,
    attemptsMax,
    attemptDelaySeconds,
    countingAttempt,
    graceSeconds,
    navigation,
    accessCode,
    allowedNetworks,
    resultVisibility,
    resultPolicy,
    marking,
    shufflesQuestions,
    shufflesChoices,
  };
}

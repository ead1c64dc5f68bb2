import { isStorable } from '../db/storable-text.ts';
import type { ExamSettings } from './exam.ts';

/** The field that is not acceptable, and what it must be. */
export type SettingsProblem = { readonly field: keyof ExamSettings; readonly message: string };

export const settingsLimits = {
  titleLengthMax: 200,
  instructionsLengthMax: 20_000,
  timeLimitSecondsMin: 60,
  timeLimitSecondsMax: 86_400,
  attemptsMax: 100,
} as const;

/** The first thing wrong with settings, whatever the state of their exam; null when all is well. */
export function settingsProblem(settings: ExamSettings): SettingsProblem | null {
  const { titleLengthMax, instructionsLengthMax, timeLimitSecondsMin, timeLimitSecondsMax, attemptsMax } =
    settingsLimits;
  if (settings.title.trim() === '' || settings.title.length > titleLengthMax || !isStorable(settings.title)) {
    return { field: 'title', message: `The title must have 1 to ${titleLengthMax} characters.` };
  }
  if (settings.instructions.length > instructionsLengthMax || !isStorable(settings.instructions)) {
    return { field: 'instructions', message: `The instructions may have at most ${instructionsLengthMax} characters.` };
  }
  if (!isWithin(settings.timeLimitSeconds, timeLimitSecondsMin, timeLimitSecondsMax)) {
    const message = `The time limit must be ${timeLimitSecondsMin} to ${timeLimitSecondsMax} seconds.`;
    return { field: 'timeLimitSeconds', message };
  }
  if (!isWithin(settings.passMarkPercent, 0, 100)) {
    return { field: 'passMarkPercent', message: 'The pass mark must be 0 to 100 per cent.' };
  }
  if (!isWithin(settings.attemptsMax, 1, attemptsMax)) {
    return { field: 'attemptsMax', message: `A learner must have 1 to ${attemptsMax} attempts.` };
  }
  const { opensAt, closesAt } = settings;
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) {
    return { field: 'closesAt', message: 'The exam must close after it opens.' };
  }
  return null;
}

function isWithin(number: number, min: number, max: number): boolean {
  return number >= min && number <= max;
}

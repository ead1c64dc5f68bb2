import { isStorable } from '../db/storable-text.ts';
import { isNetwork } from './allowed-networks.ts';
import type { ExamSettings } from './exam.ts';

/** The field that is not acceptable, and what it must be. */
export type SettingsProblem = { readonly field: keyof ExamSettings; readonly message: string };

export const settingsLimits = {
  titleLengthMax: 200,
  instructionsLengthMax: 20_000,
  timeLimitSecondsMin: 60,
  timeLimitSecondsMax: 86_400,
  attemptsMax: 100,
  attemptDelaySecondsMax: 31_536_000,
  graceSecondsMax: 3_600,
  passMarkPointsMax: 1_000_000,
  accessCodeLengthMax: 40,
  networksMax: 200,
} as const;

const limits = settingsLimits;

type Check = {
  readonly field: keyof ExamSettings;
  readonly isGood: (settings: ExamSettings) => boolean;
  readonly message: string;
};

/** In the order in which problems are told; the first counts. */
const checks: readonly Check[] = [
  {
    field: 'title',
    isGood: ({ title }) => isText(title, limits.titleLengthMax) && title.trim() !== '',
    message: `The title must have 1 to ${limits.titleLengthMax} characters.`,
  },
  {
    field: 'instructions',
    isGood: ({ instructions }) => isText(instructions, limits.instructionsLengthMax),
    message: `The instructions may have at most ${limits.instructionsLengthMax} characters.`,
  },
  {
    field: 'timeLimitSeconds',
    isGood: ({ timeLimitSeconds }) =>
      isWithin(timeLimitSeconds, limits.timeLimitSecondsMin, limits.timeLimitSecondsMax),
    message: `The time limit must be ${limits.timeLimitSecondsMin} to ${limits.timeLimitSecondsMax} seconds.`,
  },
  {
    field: 'passMarkPercent',
    isGood: ({ passMarkPercent }) => isWithin(passMarkPercent, 0, 100),
    message: 'The pass mark must be 0 to 100 per cent.',
  },
  {
    field: 'passMarkPoints',
    isGood: ({ passMarkPoints }) => passMarkPoints === null || isWithin(passMarkPoints, 0, limits.passMarkPointsMax),
    message: `The pass mark must be 0 to ${limits.passMarkPointsMax} points.`,
  },
  {
    field: 'attemptsMax',
    isGood: ({ attemptsMax }) => isWithin(attemptsMax, 1, limits.attemptsMax),
    message: `A learner must have 1 to ${limits.attemptsMax} attempts.`,
  },
  {
    field: 'attemptDelaySeconds',
    isGood: ({ attemptDelaySeconds }) => isWithin(attemptDelaySeconds, 0, limits.attemptDelaySecondsMax),
    message: `The wait between two attempts must be 0 to ${limits.attemptDelaySecondsMax} seconds.`,
  },
  {
    field: 'graceSeconds',
    isGood: ({ graceSeconds }) => isWithin(graceSeconds, 0, limits.graceSecondsMax),
    message: `The grace must be 0 to ${limits.graceSecondsMax} seconds.`,
  },
  {
    field: 'accessCode',
    isGood: ({ accessCode }) =>
      accessCode === null || (isText(accessCode, limits.accessCodeLengthMax) && accessCode.trim() !== ''),
    message: `The access code must have 1 to ${limits.accessCodeLengthMax} characters.`,
  },
  {
    field: 'allowedNetworks',
    isGood: ({ allowedNetworks }) =>
      allowedNetworks.length <= limits.networksMax && allowedNetworks.every((network) => isNetwork(network)),
    message: `Name at most ${limits.networksMax} networks as CIDR ranges, such as 10.20.0.0/16 or 2001:db8::/32.`,
  },
  {
    field: 'marking',
    isGood: ({ marking }) =>
      [1, 2].includes(marking.markersPerEssay) && isWithin(marking.toleratedDifferencePercent, 0, 100),
    message: 'One or two people mark an essay, and the tolerated difference must be 0 to 100 per cent.',
  },
  {
    field: 'closesAt',
    isGood: ({ opensAt, closesAt }) => opensAt === null || closesAt === null || closesAt > opensAt,
    message: 'The exam must close after it opens.',
  },
];

/** The first thing wrong with settings, whatever the state of their exam; null when all is well. */
export function settingsProblem(settings: ExamSettings): SettingsProblem | null {
  const wrong = checks.find(({ isGood }) => !isGood(settings));
  return wrong ? { field: wrong.field, message: wrong.message } : null;
}

function isText(text: string, lengthMax: number): boolean {
  return text.length <= lengthMax && isStorable(text);
}

function isWithin(number: number, min: number, max: number): boolean {
  return number >= min && number <= max;
}

import { inputErrors } from '@lectern/subgraph';
import type {
  CreateExamInput,
  MarkingRulesInput,
  ResultPolicyInput,
  UpdateExamInput,
} from '../graphql/types.generated.ts';
import type { ExamSettings, MarkingRules, ResultPolicy } from './exam.ts';

/** The schema fills in its defaults; the generated types do not know of them. */
export function givenSettings(input: CreateExamInput): ExamSettings {
  return {
    title: input.title.trim(),
    instructions: input.instructions ?? '',
    opensAt: input.opensAt ?? null,
    closesAt: input.closesAt ?? null,
    timeLimitSeconds: input.timeLimitSeconds ?? 3_600,
    passMarkPercent: input.passMarkPercent ?? 50,
    passMarkPoints: input.passMarkPoints ?? null,
    attemptsMax: input.attemptsMax ?? 1,
    attemptDelaySeconds: input.attemptDelaySeconds ?? 0,
    countingAttempt: input.countingAttempt ?? 'BEST',
    graceSeconds: input.graceSeconds ?? 10,
    navigation: input.navigation ?? 'FREE',
    accessCode: input.accessCode?.trim() ?? null,
    allowedNetworks: networksOf(input.allowedNetworks ?? []),
    resultVisibility: input.resultVisibility ?? 'OWN',
    resultPolicy: policyOf(input.resultPolicy),
    marking: markingOf(input.marking),
    shufflesQuestions: input.shufflesQuestions ?? true,
    shufflesChoices: input.shufflesChoices ?? true,
  };
}

/** What is left out stays. Null takes a window away; for other fields it means the same as leaving out. */
export function givenChange(input: UpdateExamInput): Partial<ExamSettings> {
  const { examId: _examId, opensAt, closesAt, accessCode, passMarkPoints, ...parts } = input;
  const { title, allowedNetworks, resultPolicy, marking, ...others } = parts;
  const given = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(opensAt === undefined ? {} : { opensAt }),
    ...(closesAt === undefined ? {} : { closesAt }),
    ...(title ? { title: title.trim() } : {}),
    ...(accessCode === undefined ? {} : { accessCode: accessCode?.trim() ?? null }),
    ...(allowedNetworks ? { allowedNetworks: networksOf(allowedNetworks) } : {}),
    ...(passMarkPoints === undefined ? {} : { passMarkPoints }),
    ...(resultPolicy ? { resultPolicy: policyOf(resultPolicy) } : {}),
    ...(marking ? { marking: markingOf(marking) } : {}),
  };
}

function policyOf(input: ResultPolicyInput | null | undefined): ResultPolicy {
  return {
    marks: input?.marks ?? 'AT_HAND_IN',
    rightAnswers: input?.rightAnswers ?? 'NEVER',
    feedback: input?.feedback ?? 'AT_HAND_IN',
    classStatistics: input?.classStatistics ?? 'NEVER',
  };
}

function markingOf(input: MarkingRulesInput | null | undefined): MarkingRules {
  return {
    isAnonymous: input?.isAnonymous ?? true,
    markersPerEssay: markersOf(input?.markersPerEssay ?? 1),
    toleratedDifferencePercent: input?.toleratedDifferencePercent ?? 10,
    onDisagreement: input?.onDisagreement ?? 'THIRD_MARKER',
  };
}

function markersOf(count: number): MarkingRules['markersPerEssay'] {
  if (count === 1 || count === 2) return count;
  throw inputErrors.make('BAD_INPUT', { message: 'One or two people mark an essay.', facts: { field: 'marking' } });
}

function networksOf(networks: readonly string[]): string[] {
  return networks.map((network) => network.trim());
}

import type { ExamSettings } from './exam.ts';

/** Settings as the audit log holds them: that there is an access code, and not which. */
export function auditedSettings(settings: ExamSettings): Readonly<Record<keyof ExamSettings, unknown>> {
  return { ...settings, accessCode: settings.accessCode === null ? null : 'SET' };
}

/** What these fields were and what they now are. */
export function auditedChange(
  before: ExamSettings,
  after: ExamSettings,
  fields: readonly (keyof ExamSettings)[],
): Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>> {
  const [was, is] = [auditedSettings(before), auditedSettings(after)];
  return Object.fromEntries(fields.map((field) => [field, { before: was[field], after: is[field] }]));
}

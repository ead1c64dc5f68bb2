/** A remark that belongs to one choice or answer. */
export type Remark = { readonly on: string; readonly text: string };

/** The explanation of a question, followed by what a file says on its single choices: we keep one text for all. */
export function joinedFeedback(general: string, remarks: readonly Remark[]): string | null {
  const lines = remarks
    .filter(({ text }) => text.trim() !== '')
    .map(({ on, text }) => (on.trim() === '' ? text.trim() : `${on.trim()}: ${text.trim()}`));
  const joined = [general.trim(), ...lines].filter(Boolean).join('\n\n');
  return joined === '' ? null : joined;
}

/** PostgreSQL refuses NUL in text and unpaired surrogates in JSON; one of them would fail a whole batch. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

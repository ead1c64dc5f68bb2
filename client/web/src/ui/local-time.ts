/** An instant as the value of a `datetime-local` input, in the device's time zone; empty for none. */
export function toLocalInput(at: string | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant of a `datetime-local` input in the device's time zone; null when it is empty or no time. */
export function fromLocalInput(value: string): string | null {
  const date = new Date(value);
  return value === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The device's time zone by its name, for example Asia/Jakarta. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

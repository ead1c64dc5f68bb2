/** One thing that an entry of the audit log says beside who, when and why. */
export interface DetailLine {
  readonly name: string;
  readonly value: string;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(textOf).join(', ');
  if (isObject(value)) {
    // What was and what is, as one change.
    const { from, to, before, after } = value;
    if ('to' in value || 'from' in value) return `${textOf(from)} → ${textOf(to)}`;
    if ('before' in value || 'after' in value) return `${textOf(before)} → ${textOf(after)}`;
    return Object.entries(value)
      .map(([name, part]) => `${name} ${textOf(part)}`)
      .join(', ');
  }
  return String(value);
}

/** The detail of an entry line by line; changes under `changes` stand for themselves. */
export function detailLines(detail: string): readonly DetailLine[] {
  let read: unknown;
  try {
    read = JSON.parse(detail);
  } catch {
    return detail === '' ? [] : [{ name: 'detail', value: detail }];
  }
  if (!isObject(read)) return [];
  const { changes, ...rest } = read;
  const lines = { ...(isObject(changes) ? changes : changes === undefined ? {} : { changes }), ...rest };
  return Object.entries(lines).map(([name, value]) => ({ name, value: textOf(value) }));
}

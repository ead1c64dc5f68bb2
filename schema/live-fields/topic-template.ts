/**
 * A topic's name as `@live` writes it: parts between dots, each with at most one variable, so that no two sets of
 * values have the same name.
 */
export type TopicTemplate = readonly TopicPart[];

export type TopicPart = { readonly before: string; readonly variable: string | undefined; readonly after: string };

const part = /^(?<before>[^{}\s]*)(?:\{(?<variable>[A-Za-z_]\w*)\}(?<after>[^{}\s]*))?$/;

/** Throws an Error that says what is wrong with it. */
export function parseTopic(topic: string): TopicTemplate {
  return topic.split('.').map((text) => {
    if (text === '') throw new Error('has an empty part');
    const found = part.exec(text)?.groups;
    if (!found) throw new Error(whyNot(text));
    return { before: found.before ?? '', variable: found.variable, after: found.after ?? '' };
  });
}

function whyNot(text: string): string {
  if (/\s/.test(text)) return 'has white space';
  const withoutVariables = text.replaceAll(/\{[A-Za-z_]\w*\}/g, '');
  return /[{}]/.test(withoutVariables)
    ? `has braces that do not enclose the name of an argument (${text})`
    : `has two variables with no dot between them (${text})`;
}

export function variablesOf(template: TopicTemplate): readonly string[] {
  return template.flatMap(({ variable }) => (variable === undefined ? [] : [variable]));
}

/** Whether there are values for which both have the same name. */
export function canCollide(one: TopicTemplate, other: TopicTemplate): boolean {
  return one.length === other.length && one.every((own, at) => other[at] !== undefined && canEqual(own, other[at]));
}

function canEqual(one: TopicPart, other: TopicPart): boolean {
  if (one.variable === undefined && other.variable === undefined) return one.before === other.before;
  if (one.variable === undefined) return fills(other, one.before);
  if (other.variable === undefined) return fills(one, other.before);
  const begins = one.before.startsWith(other.before) || other.before.startsWith(one.before);
  return begins && (one.after.endsWith(other.after) || other.after.endsWith(one.after));
}

function fills({ before, after }: TopicPart, text: string): boolean {
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

/**
 * The topic's name for the values of the field's arguments. Values cannot reach into other parts of the name: their
 * dots are written %2E, and their per cent signs %25.
 */
export function topicName({ topic }: { readonly topic: string }, values: Readonly<Record<string, unknown>>): string {
  return topic.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name]).replaceAll('%', '%25').replaceAll('.', '%2E'),
  );
}

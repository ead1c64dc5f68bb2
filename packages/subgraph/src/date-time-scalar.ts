import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** `DateTime`: an instant. In: ISO 8601 with a zone, to a Date. Out: a Date or ISO string, as UTC with milliseconds. */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    const date = value instanceof Date ? value : new Date(String(value));
    if (Number.isNaN(date.getTime())) throw new TypeError('DateTime cannot represent an invalid date');
    return date.toISOString();
  },
  parseValue: parseInstant,
  parseLiteral(node) {
    return parseInstant(node.kind === Kind.STRING ? node.value : undefined);
  },
});

function parseInstant(value: unknown): Date {
  const date = typeof value === 'string' && isoInstant.test(value) ? new Date(value) : undefined;
  if (!date || Number.isNaN(date.getTime())) {
    throw new GraphQLError('DateTime must be an ISO 8601 instant with a zone, such as 2026-03-01T09:30:00Z', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return date;
}

/** What kind of thing went wrong; decides the HTTP status and whether trying again can help. */
export type ErrorCategory =
  | 'BAD_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'TOO_LARGE'
  | 'TOO_MANY'
  | 'UNAVAILABLE'
  | 'INTERNAL';

const statuses: Record<ErrorCategory, number> = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** The HTTP status of an error outside GraphQL, where the status carries the meaning. */
export function httpStatusOf(category: ErrorCategory): number {
  return statuses[category];
}

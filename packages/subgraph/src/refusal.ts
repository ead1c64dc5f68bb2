/** What is said of a request that no resolver has seen: its code, and a sentence. */
export type Refusal = readonly [code: string, message: string];

export const refusals = {
  bodyTooLarge: ['BODY_TOO_LARGE', 'The request is too large.'],
  badRequest: ['BAD_REQUEST', 'The request cannot be read.'],
  internal: ['INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'],
  overloaded: ['OVERLOADED', 'Too much is happening at once. Send the same again in a moment.'],
} as const satisfies Record<string, Refusal>;

/** A GraphQL response that says so. */
export function refusalBody([code, message]: Refusal, facts: object = {}) {
  return { errors: [{ message, extensions: { code, ...facts } }] };
}

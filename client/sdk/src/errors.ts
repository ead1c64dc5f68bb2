import { type ErrorCode, errorCategories } from './generated/error-codes.ts';

/** What can go wrong before the graph answers, or instead of its answer. Codes of the graph are in docs/errors.md. */
export const clientErrors = {
  NETWORK_UNREACHABLE: { message: 'The server cannot be reached.', isRetryable: true },
  REQUEST_TIMED_OUT: { message: 'The server did not answer in time.', isRetryable: true },
  RESPONSE_UNREADABLE: { message: 'The server answered with something that is not GraphQL.', isRetryable: true },
  SIGN_IN_REFUSED: { message: 'The e-mail address or the password is wrong.', isRetryable: false },
  SIGN_IN_UNSUPPORTED: { message: 'Signing in is not possible with an API key or a token source.', isRetryable: false },
  CONNECTION_REFUSED: { message: 'The server closed the connection for good.', isRetryable: false },
} as const satisfies Record<string, { readonly message: string; readonly isRetryable: boolean }>;

export type ClientErrorCode = keyof typeof clientErrors;

/** Kinds of failure after which the same request may succeed a little later. */
const retryableCategories: ReadonlySet<string> = new Set(['UNAVAILABLE', 'TOO_MANY', 'INTERNAL']);

export type LecternRequestErrorParts = {
  readonly code: string;
  readonly message: string;
  /** What the server says beside the code: a limit, a field name, seconds to wait. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Where in the result the error stands; empty when it is the request as a whole. */
  readonly path?: readonly (string | number)[];
  /** The id under which the server's log speaks of the request. */
  readonly requestId?: string | undefined;
  /** The HTTP status, where there was one. */
  readonly status?: number | undefined;
  readonly isRetryable?: boolean;
  readonly cause?: unknown;
};

/** Any failed request: branch on `code`, show `message`, try again if `isRetryable`. */
export class LecternRequestError extends Error {
  override readonly name = 'LecternRequestError';
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly path: readonly (string | number)[];
  readonly requestId: string | undefined;
  readonly status: number | undefined;
  /** Whether the same request may succeed later: network, overload and failures inside the server. */
  readonly isRetryable: boolean;

  constructor(parts: LecternRequestErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = parts.code;
    this.facts = parts.facts ?? {};
    this.path = parts.path ?? [];
    this.requestId = parts.requestId;
    this.status = parts.status;
    this.isRetryable = parts.isRetryable ?? isRetryable(parts.code, parts.status);
  }
}

function isRetryable(code: string, status: number | undefined): boolean {
  if (isErrorCode(code)) return retryableCategories.has(errorCategories[code]);
  return status !== undefined && (status === 429 || status >= 500);
}

/** Whether it is one of the platform's own codes, which docs/errors.md lists. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCategories, code);
}

/** An error of the SDK's own table. */
export function clientError(code: ClientErrorCode, parts: Partial<LecternRequestErrorParts> = {}): LecternRequestError {
  return new LecternRequestError({ ...clientErrors[code], ...parts, code });
}

/** How long the server asks to be left alone, in milliseconds; 0 when it does not. */
export function askedWaitMs(error: unknown): number {
  const waitMs = error instanceof LecternRequestError ? error.facts.retryAfterMs : undefined;
  return typeof waitMs === 'number' && waitMs > 0 ? waitMs : 0;
}

import type { ErrorCategory } from './category.ts';

export type LecternErrorOptions = {
  /** Facts for the log; never sent to a client. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Facts for the client, next to the code: a limit, a field name, a time to wait. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** What caused it; for the log. */
  readonly cause?: unknown;
};

/** An expected failure from the catalogue: `code` is stable, `message` may be shown to anyone. */
export class LecternError extends Error {
  override readonly name = 'LecternError';
  readonly code: string;
  readonly category: ErrorCategory;
  readonly detail: Readonly<Record<string, unknown>> | undefined;
  readonly facts: Readonly<Record<string, unknown>> | undefined;

  constructor(code: string, category: ErrorCategory, message: string, options: LecternErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.category = category;
    this.detail = options.detail;
    this.facts = options.facts;
  }
}

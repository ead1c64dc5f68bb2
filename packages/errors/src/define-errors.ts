import type { ErrorCategory } from './category.ts';
import { LecternError, type LecternErrorOptions } from './lectern-error.ts';

export type ErrorDefinition = {
  readonly category: ErrorCategory;
  /** A sentence anyone may read: what is wrong and, where it helps, what to do. */
  readonly message: string;
};

export type ErrorTable<Code extends string> = {
  /** For the documentation and its test. */
  readonly definitions: Readonly<Record<Code, ErrorDefinition>>;
  /** Makes the error; `throw examErrors.make('EXAM_NOT_OPEN')`. A `message` in options replaces the sentence. */
  make(code: Code, options?: LecternErrorOptions & { readonly message?: string }): LecternError;
};

/** One table of errors, in a `*.errors.ts` file: all that is thrown on purpose comes from such a table. */
export function defineErrors<const Definitions extends Record<string, ErrorDefinition>>(
  definitions: Definitions,
): ErrorTable<Extract<keyof Definitions, string>> {
  return {
    definitions,
    make(code, options = {}) {
      const definition = definitions[code] as ErrorDefinition;
      return new LecternError(code, definition.category, options.message ?? definition.message, options);
    },
  };
}

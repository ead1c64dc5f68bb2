export { accessErrors } from './access.errors.ts';
export { type ErrorCategory, httpStatusOf } from './category.ts';
export { defineErrors, type ErrorDefinition, type ErrorTable } from './define-errors.ts';
export { LecternError, type LecternErrorOptions } from './lectern-error.ts';

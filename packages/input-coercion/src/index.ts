export { compileArguments, type ReadArguments } from './compile-arguments.ts';
export { type CoercedVariables, type CoerceVariables, compileVariables, type Variables } from './compile-variables.ts';

export { generateResolverTypes } from './resolver-types.ts';
export { generateSdk } from './sdk-operations.ts';

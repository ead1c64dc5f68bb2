import { objectOf } from '../operation/operation-request.ts';

/** Whether all members have the types they should have: an empty one is as good as none, an empty name is none. */
export function isPlainRequest(body: Readonly<Record<string, unknown>>): boolean {
  const { query, operationName, variables, extensions } = body;
  return (
    (typeof query === 'string' || query === undefined) &&
    ((typeof operationName === 'string' && operationName !== '') ||
      operationName === undefined ||
      operationName === null) &&
    (variables === undefined || variables === null || objectOf(variables) !== undefined) &&
    (extensions === undefined || extensions === null || objectOf(extensions) !== undefined)
  );
}

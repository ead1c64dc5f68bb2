import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult } from 'graphql';
import { bodyOf, type Operation } from './operations.ts';
import type { Gateway } from './start-gateway.ts';

/** Asks once and compares with what graphql-js answers, whatever the order of keys; gives the answer's own text. */
export async function proveAnswer(gateway: Gateway, operation: Operation, right: ExecutionResult): Promise<string> {
  const { status, text } = await gateway.post(bodyOf(operation));
  if (status !== 200) throw new Error(`${operation.name} was answered with ${status}: ${text.slice(0, 500)}`);
  const { data, errors } = JSON.parse(text);
  if (errors !== undefined || !isDeepStrictEqual(data, right.data)) {
    throw new Error(`${operation.name} was answered wrongly: ${text.slice(0, 500)}`);
  }
  return text;
}

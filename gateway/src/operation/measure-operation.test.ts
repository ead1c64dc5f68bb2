import { expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { measureOperation } from './measure-operation.ts';

const schema = buildSchema('type Query { things(first: Int = 500, last: Int): [Thing] } type Thing { id: ID }');

const cases: readonly (readonly [string, string, Record<string, unknown>, number])[] = [
  ['what is given', 'query ($n: Int) { things(first: $n) { id } }', { n: 7 }, 7],
  ['the default of the schema where nothing is', '{ things { id } }', {}, 500],
  ['the same where a variable is left out', 'query ($n: Int) { things(first: $n) { id } }', {}, 500],
  ['the same where it is null', 'query ($n: Int) { things(first: $n) { id } }', { n: null }, 500],
  ['the larger of two', '{ things(first: 0, last: 9000) { id } }', {}, 9_000],
];
it.each(cases)('a page costs %s', (_name, text, variables, cost) => {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  expect(measureOperation(schema, document, operation, variables).cost).toBe(cost);
});

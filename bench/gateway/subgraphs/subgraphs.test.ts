import { describe, expect, it } from '@jest/globals';
import { operationNames, operationOf } from '../operations.ts';
import { composeGraph } from '../supergraphs.ts';
import { graphOf } from './graphs.ts';
import { addedFields, smallGraph } from './small.ts';
import { answerOf } from './whole-answer.ts';

describe('the graphs of the gateway bench', () => {
  it.each(operationNames)('answer %s in full', async (name) => {
    const operation = operationOf(name);
    const { data, errors } = await answerOf(graphOf(operation.graph), operation);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).not.toContain('null');
  });

  it('answer the heavy operation with about as much as public benchmarks do', async () => {
    const answer = JSON.stringify(await answerOf(graphOf('heavy'), operationOf('heavy')));
    expect(answer.length).toBeGreaterThan(84_000);
    expect(answer.length).toBeLessThan(90_000);
  });

  it('compose, also with a field added', () => {
    const urls = { readers: 'http://127.0.0.1:1/graphql', loans: 'http://127.0.0.1:2/graphql' };
    expect(composeGraph(graphOf('heavy'), {})).toContain('shippingEstimate');
    expect(composeGraph(smallGraph(), urls)).not.toContain(addedFields[0]);
    expect(composeGraph(smallGraph(`${addedFields[0]}: String`), urls)).toContain(`${addedFields[0]}: String`);
  });
});

import { describe, expect, it } from '@jest/globals';
import { acceptedStream } from './accepted-stream.ts';

describe('the stream that a client accepts', () => {
  const cases: readonly (readonly [
    who: string,
    accept: string | undefined,
    expected: ReturnType<typeof acceptedStream>,
  ])[] = [
    ['nothing said', undefined, undefined],
    ['anything', '*/*', undefined],
    ['JSON', 'application/json', undefined],
    ['an EventSource', 'text/event-stream', { form: 'SSE', takesWhole: false }],
    [
      'Apollo Client',
      'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json',
      { form: 'MULTIPART', takesWhole: true },
    ],
    [
      'Apollo Router',
      'multipart/mixed;subscriptionSpec="1.0", application/json',
      { form: 'MULTIPART', takesWhole: true },
    ],
    ['multipart alone', 'multipart/mixed; subscriptionSpec=1.0', { form: 'MULTIPART', takesWhole: false }],
    ['urql, subscribing', 'text/event-stream, multipart/mixed', { form: 'SSE', takesWhole: false }],
    ['urql, asking', 'application/json, text/event-stream, multipart/mixed', { form: 'SSE', takesWhole: true }],
    ['@defer', 'multipart/mixed;deferSpec=20220824, application/json', undefined],
    ['another specification', 'multipart/mixed;subscriptionSpec=2.0', undefined],
    [
      'the first of two',
      'multipart/mixed;subscriptionSpec=1.0, text/event-stream',
      { form: 'MULTIPART', takesWhole: false },
    ],
    [
      'the preferred of two',
      'multipart/mixed;subscriptionSpec=1.0;q=0.5, text/event-stream',
      { form: 'SSE', takesWhole: false },
    ],
    ['what is refused', 'text/event-stream;q=0, application/json', undefined],
    ['JSON refused', 'text/event-stream, application/json;q=0', { form: 'SSE', takesWhole: false }],
  ];
  it.each(cases)('%s', (_who, accept, expected) => {
    expect(acceptedStream(accept)).toEqual(expected);
  });
});

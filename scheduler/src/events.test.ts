import { describe, expect, it, jest } from '@jest/globals';
import { createLogger, createMetrics } from '@lectern/runtime';
import { upstreamErrors } from '@lectern/subgraph';
import { createEvents } from './events.ts';

const away = upstreamErrors.make('UPSTREAM_UNAVAILABLE');

describe('a job that failed', () => {
  it.each([
    ['because nobody answers yet', away, 5_000, 'info'],
    ['because nobody answers any more', away, 120_000, 'warn'],
    ['for another reason', new Error('no such table'), 5_000, 'error'],
  ] as const)('%s', (_name, err, sinceStartMs, level) => {
    const logger = createLogger('test', { level: 'silent', format: 'json' });
    const logged = jest.spyOn(logger, level);
    const now = jest.spyOn(performance, 'now').mockReturnValue(sinceStartMs);
    createEvents(logger, createMetrics('test')).jobFailed({ job: 'expire', err });
    now.mockRestore();
    expect(logged).toHaveBeenCalledTimes(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createLogger } from '@lectern/runtime';
import { openJobStore } from './agenda.ts';
import type { StoreConfig } from './config.ts';

const stores: { config: StoreConfig; name: string }[] = [
  { config: { kind: 'POSTGRES', url: 'postgres://nobody@127.0.0.1:1/none' }, name: 'PostgreSQL' },
  { config: { kind: 'MONGO', url: 'mongodb://127.0.0.1:1/none' }, name: 'MongoDB' },
];

describe('the store of the jobs', () => {
  it.each(stores)('is $name for $config.url, and says so when it does not answer', async ({ config, name }) => {
    await using store = await openJobStore(config, createLogger('test', { level: 'silent', format: 'json' }));
    expect(store.backend.name).toBe(name);
    await expect(store.isUsable()).rejects.toThrow();
  });
});

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { startTestGateway } from './_gateway.ts';

type Dashboard = {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
};

const path = new URL('../../docker/dashboards/live-updates.json', import.meta.url);

describe('the dashboard of live updates', () => {
  it('asks for nothing that the gateway does not count, and leaves out nothing live that it does', async () => {
    await using gateway = await startTestGateway();
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    const counted = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const { panels }: Dashboard = JSON.parse(await readFile(path, 'utf8'));
    const asked = new Set(
      panels.flatMap(({ targets }) =>
        targets.flatMap(({ expr }) => [...expr.matchAll(/lectern_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''))),
      ),
    );
    expect([...asked].filter((name) => !counted.has(name))).toEqual([]);
    const live = [...counted].filter((name) => /lectern_gateway_(live_|sockets|subscriptions)/.test(name ?? ''));
    expect(live.filter((name) => !asked.has(name ?? ''))).toEqual([]);
    expect(live.length).toBeGreaterThan(9);
  });
});

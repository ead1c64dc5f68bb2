import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';

export interface UrlTab {
  readonly value: string;
  readonly label: string;
  readonly content: ReactNode;
}

export interface UrlTabsProps {
  readonly label: string;
  readonly tabs: readonly UrlTab[];
}

/** Tabs that are kept in the address (`?tab=`), so that back, reload and links work. */
export function UrlTabs({ label, tabs }: UrlTabsProps) {
  const [params, setParams] = useSearchParams();
  const first = tabs[0]?.value ?? '';
  const wanted = params.get('tab');
  const shown = tabs.some(({ value }) => value === wanted) ? wanted : first;
  return (
    <Tabs
      value={shown}
      keepMounted={false}
      onChange={(value) => setParams(value && value !== first ? { tab: value } : {}, { preventScrollReset: true })}
    >
      <Tabs.List mb="lg" aria-label={label} style={{ flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' }}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.value} value={tab.value} fw={550}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.value} value={tab.value}>
          {tab.content}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

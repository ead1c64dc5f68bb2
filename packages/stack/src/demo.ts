import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Screen } from './screen.ts';
import { demoAdminEmail, demoPassword, type StackPlan } from './service-env.ts';

/** Loads the demo school through the gateway, as any client would. A mark in the data says that it is there. */
export async function loadDemoSchoolOnce({ settings, ports }: StackPlan, screen: Screen): Promise<void> {
  const mark = join(settings.dataDir, 'demo-school-loaded');
  if (existsSync(mark)) return;
  // Only the first start needs it.
  const { loadDemoSchool } = await import('@lectern/demo-school');
  await screen.step('Loading the demo school (once)', () =>
    loadDemoSchool({
      url: `http://localhost:${ports.gateway}`,
      adminEmail: demoAdminEmail,
      adminPassword: demoPassword,
      password: demoPassword,
      log: (line: string) => screen.line(`    ${line}`),
    }),
  );
  writeFileSync(mark, new Date().toISOString());
}

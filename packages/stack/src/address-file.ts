import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StackPlan, serviceNames, serviceUrl } from './service-env.ts';

/** Where everything is, as written to `addresses.json` in the data folder; base URLs without path. */
export type StackAddresses = {
  readonly gateway: string;
  readonly mailbox: string;
  readonly services: Readonly<Record<(typeof serviceNames)[number], string>>;
};

/** For programs that look at a running stack from outside, such as the end-to-end scenarios. */
export function writeAddressFile(plan: StackPlan): void {
  const services = Object.fromEntries(serviceNames.map((name) => [name, serviceUrl(plan, name)]));
  const addresses = {
    gateway: plan.settings.publicUrl,
    mailbox: `http://localhost:${plan.ports.mailbox}`,
    services,
  };
  writeFileSync(join(plan.settings.dataDir, 'addresses.json'), `${JSON.stringify(addresses, null, 2)}\n`);
}

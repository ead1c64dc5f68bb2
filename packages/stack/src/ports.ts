import { freePort, isPortFree } from '@lectern/embedded-services';

/** A port that somebody else holds, by its number and the variable that moves it. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

export const serviceNames = ['identity', 'course', 'video-access', 'exam', 'reporting', 'scheduler'] as const;
export type ServiceName = (typeof serviceNames)[number];

export type StackPorts = {
  readonly gateway: number;
  readonly mailbox: number;
  readonly smtp: number;
  readonly postgres: number;
  readonly redis: number;
  readonly web: number;
  readonly services: Readonly<Record<ServiceName, number>>;
};

/**
 * The gateway's port must be free; all others follow it (4000: mailbox 4001, services from 4011) and step aside to
 * any free one when taken.
 */
export async function choosePorts(gateway: number): Promise<StackPorts> {
  if (!(await isPortFree(gateway))) {
    throw new PortTakenError(
      `Port ${gateway} is taken by another program. Stop it, or choose another with LECTERN_PORT=<number> npm start`,
    );
  }
  const used = new Set([gateway]);
  const choose = async (wanted: number) => {
    let port = wanted;
    while (used.has(port) || port > 65_535 || !(await isPortFree(port))) port = await freePort();
    used.add(port);
    return port;
  };
  const services: Partial<Record<ServiceName, number>> = {};
  for (const [index, name] of serviceNames.entries()) services[name] = await choose(gateway + 11 + index);
  return {
    gateway,
    mailbox: await choose(gateway + 1),
    smtp: await choose(gateway + 2),
    postgres: await choose(gateway + 3),
    redis: await choose(gateway + 4),
    web: await choose(gateway + 5),
    services: services as Record<ServiceName, number>,
  };
}

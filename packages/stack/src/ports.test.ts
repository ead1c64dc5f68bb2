import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '@lectern/embedded-services';
import { choosePorts } from './ports.ts';

async function hold(port: number): Promise<AsyncDisposable> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { [Symbol.asyncDispose]: async () => void server.close() };
}

describe('the ports of the stack', () => {
  it('refuses a taken gateway port by its number and says what moves it', async () => {
    const port = await freePort();
    await using _held = await hold(port);
    await expect(choosePorts(port)).rejects.toThrow(new RegExp(`Port ${port} is taken.*LECTERN_PORT`));
  });

  it('lets all others follow the gateway’s, and step aside from a taken one', async () => {
    const port = await freePort();
    await using _held = await hold(port + 1);
    const ports = await choosePorts(port);
    const others = [
      ports.mailbox,
      ports.smtp,
      ports.postgres,
      ports.redis,
      ports.web,
      ...Object.values(ports.services),
    ];
    expect(ports.mailbox).not.toBe(port + 1);
    expect(ports.smtp).toBe(port + 2);
    expect(new Set([ports.gateway, ...others]).size).toBe(others.length + 1);
  });
});

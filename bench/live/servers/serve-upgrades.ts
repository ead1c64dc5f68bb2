import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** An HTTP server that says it is ready, and hands sockets on. */
export async function serveUpgrades(port: number, upgrade: Upgrade): Promise<void> {
  const server = createServer((_request, response) => void response.end('{"status":"ready"}'));
  server.on('upgrade', upgrade);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}

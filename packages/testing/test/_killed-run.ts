import { startRedisServer } from '../src/redis-server.ts';
import { createRunFolder } from '../src/run-folder.ts';

// A run of tests that is killed: it tells where its folder and its server are, and waits for its end.
const folder = await createRunFolder();
process.env.TMPDIR = folder.path;
const server = await startRedisServer();
process.stdout.write(`${JSON.stringify({ folder: folder.path, url: server.url })}\n`);
setInterval(() => undefined, 60_000);

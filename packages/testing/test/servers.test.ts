import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { freePort } from '@lectern/embedded-services';
import { createVerifier, signatureHeader } from '@lectern/request-signing';
import { Redis } from 'ioredis';
import { startRedisServer } from '../src/redis-server.ts';
import { signedRequest } from '../src/signed-request.ts';
import { testMailServer } from '../src/test-mail-server.ts';
import { testRedis } from '../src/test-redis.ts';
import { testSigningSecret, userViewer } from '../src/viewers.ts';
import { waitFor } from '../src/wait-for.ts';

it('deletes the keys of a prefix and no others', async () => {
  await using kept = await testRedis();
  const redis = new Redis(kept.url);
  await redis.set(`${kept.prefix}stays`, '1');
  {
    await using gone = await testRedis();
    await redis.set(`${gone.prefix}goes`, '1');
  }
  expect(await redis.keys('lectern:test:*:goes')).toEqual([]);
  expect(await redis.get(`${kept.prefix}stays`)).toBe('1');
  redis.disconnect();
});

it('starts a Redis that can be killed and comes back empty at the same address', async () => {
  await using server = await startRedisServer();
  const before = new Redis(server.url);
  before.on('error', () => undefined);
  await before.set('key', '1');
  before.disconnect();
  await server.kill();
  await server.restart();
  const after = new Redis(server.url);
  expect(await after.get('key')).toBeNull();
  after.disconnect();
});

it('keeps every mail it is sent, parsed', async () => {
  await using server = await testMailServer();
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  const replies: string[] = [];
  socket.on('data', (chunk) => replies.push(chunk.toString()));
  const say = async (line: string, answers: number, code: string) => {
    socket.write(`${line}\r\n`);
    await waitFor(
      `answer ${answers} to be ${code}`,
      () => replies.length >= answers && replies.at(-1)?.startsWith(code),
    );
  };
  await waitFor('the greeting', () => replies.length === 1);
  await say('HELO me', 2, '250');
  await say('MAIL FROM:<school@example.com>', 3, '250');
  await say('RCPT TO:<learner@example.com>', 4, '250');
  await say('DATA', 5, '354');
  await say('Subject: Tomorrow\r\n\r\nYour exam opens.\r\n.', 6, '250');
  socket.destroy();
  const [mail] = await server.waitForMail(1);
  expect(mail).toMatchObject({ from: 'school@example.com', to: ['learner@example.com'] });
  expect(mail?.message.subject).toBe('Tomorrow');
  expect(mail?.message.text).toContain('Your exam opens.');
});

it('signs requests as the gateway does', async () => {
  const verify = createVerifier('exam', testSigningSecret);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const header = request.headers[signatureHeader];
    const signature = typeof header === 'string' ? header : undefined;
    const path = request.url ?? '';
    const verified = verify({ signature, method: request.method ?? '', path, body: Buffer.concat(chunks) });
    response.end(JSON.stringify({ data: verified }));
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  const viewer = userViewer('u1', 'LEARNER');
  const answer = await signedRequest({ url: `http://127.0.0.1:${port}`, audience: 'exam', viewer, query: '{ ok }' });
  expect(answer).toEqual({ status: 200, body: { data: { issuer: 'gateway', viewer } } });
  server.close();
});

it('says what it waited for, and why the last look failed', async () => {
  const waiting = waitFor('the moon', () => Promise.reject(new Error('clouds')), 30);
  await expect(waiting).rejects.toMatchObject({
    message: 'waited 30 ms for the moon',
    cause: expect.objectContaining({ message: 'clouds' }),
  });
});

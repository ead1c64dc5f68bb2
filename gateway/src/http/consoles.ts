import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { notBuiltPage } from './not-built-page.ts';
import { pagePolicy } from './security-headers.ts';

/** Where `npm run build -w gateway` puts GraphiQL. */
const graphiqlRoot = join(import.meta.dirname, '../../dist/graphiql');
const sandboxRoot = join(import.meta.dirname, '../../consoles/sandbox');

const sandboxOrigins = [
  'https://embeddable-sandbox.cdn.apollographql.com',
  'https://sandbox.embed.apollographql.com',
  'https://apollo-server-landing-page.cdn.apollographql.com',
];

/** GraphiQL at `/graphiql`, complete without internet, and a page that loads Apollo Sandbox at `/sandbox`. */
export async function consoles(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register((scope) => serveFolder(scope, '/graphiql', graphiqlRoot, pagePolicy({ publicUrl })));
  const policy = pagePolicy({ publicUrl, scriptOrigins: sandboxOrigins });
  await app.register((scope) => serveFolder(scope, '/sandbox', sandboxRoot, policy));
}

async function serveFolder(scope: FastifyInstance, prefix: string, root: string, policy: string): Promise<void> {
  scope.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', policy);
  });
  await scope.register(fastifyStatic, {
    root,
    prefix: `${prefix}/`,
    wildcard: true,
    index: false,
    cacheControl: false,
    setHeaders: (response) => {
      response.header('cache-control', 'no-cache');
    },
  });
  const sendPage = async (reply: FastifyReply) => {
    if (existsSync(join(root, 'index.html'))) return reply.sendFile('index.html');
    return reply.code(503).type('text/html; charset=utf-8').send(notBuiltPage('GraphiQL', 'npm run build -w gateway'));
  };
  scope.get(prefix, (_request, reply) => sendPage(reply));
  scope.get(`${prefix}/`, (_request, reply) => sendPage(reply));
}

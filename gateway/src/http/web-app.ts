import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { edgeErrors } from './edge.errors.ts';
import { notBuiltPage } from './not-built-page.ts';
import { pagePolicy } from './security-headers.ts';

export type WebAppOptions = {
  /** The folder of a Vite build. */
  readonly root: string;
  readonly publicUrl: string;
  readonly mediaOrigins: readonly string[];
};

type IndexPage = { readonly html: string; readonly policy: string; readonly mtimeMs: number };

/**
 * Serves a single-page app at `/`: files whose names carry a hash for ever, `index.html` never from a cache, and
 * `index.html` for every other address that a browser navigates to.
 */
export async function webApp(app: FastifyInstance, options: WebAppOptions): Promise<void> {
  const indexPath = join(options.root, 'index.html');
  let known: IndexPage | undefined;

  async function readIndex(): Promise<IndexPage | undefined> {
    const { mtimeMs } = await stat(indexPath).catch(() => ({ mtimeMs: undefined }));
    if (mtimeMs === undefined) return undefined;
    if (known?.mtimeMs === mtimeMs) return known;
    const html = await readFile(indexPath, 'utf8');
    known = { html, mtimeMs, policy: pagePolicy({ ...options, scriptHashes: inlineScriptHashes(html) }) };
    return known;
  }

  async function sendIndex(reply: FastifyReply): Promise<FastifyReply> {
    const page = await readIndex();
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
    if (!page) return reply.code(503).send(notBuiltPage('The web app', 'npm run build'));
    return reply.header('content-security-policy', page.policy).send(page.html);
  }

  await app.register(fastifyStatic, {
    root: options.root,
    serve: false,
    cacheControl: false,
    index: false,
    setHeaders: (response, path) => {
      const isHashed = path.includes('/assets/');
      response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
    },
  });
  app.get('/', (_request, reply) => sendIndex(reply));
  app.get('/index.html', (_request, reply) => sendIndex(reply));
  app.get('/*', async (request: FastifyRequest<{ Params: { '*': string } }>, reply) => {
    const path = request.params['*'];
    if (/\.\w+$/.test(path)) return reply.sendFile(path);
    return sendPageOrNothing(request, reply);
  });
  app.setNotFoundHandler((request, reply) => sendPageOrNothing(request, reply));

  async function sendPageOrNothing(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const isNavigation = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
    // An address with an extension is a file that is not there: a page instead would break the app in stranger ways.
    if (!isNavigation || /\.\w+$/.test(request.url.split('?')[0] ?? '')) throw edgeErrors.make('PATH_NOT_FOUND');
    return sendIndex(reply);
  }
}

/** Sources that allow exactly the inline scripts of a page, such as one that sets the colour scheme before drawing. */
function inlineScriptHashes(html: string): readonly string[] {
  return [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script ?? '')
        .digest('base64')}'`,
  );
}

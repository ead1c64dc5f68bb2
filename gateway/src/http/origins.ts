import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** Whether browsers may call from pages of this origin. Requests without an origin are not from such pages. */
export type OriginCheck = (origin: string | undefined) => boolean;

export function createOriginCheck(publicUrl: string, origins: readonly string[]): OriginCheck {
  const allowed = new Set([publicUrl, ...origins].map((url) => new URL(url).origin));
  return (origin) => origin === undefined || allowed.has(origin);
}

/** Tells browsers which origins may read answers. The consent for others is simply not given. */
export async function allowOrigins(app: FastifyInstance, isAllowed: OriginCheck): Promise<void> {
  await app.register(cors, {
    origin: (origin, done) => done(null, origin !== undefined && isAllowed(origin)),
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      ...['retry-after', 'x-request-id', 'content-range', 'accept-ranges', 'location'],
      ...['tus-resumable', 'tus-version', 'tus-extension', 'tus-max-size', 'upload-offset', 'upload-length'],
      ...['upload-expires', 'upload-metadata'],
    ],
    maxAge: 600,
    strictPreflight: false,
  });
}

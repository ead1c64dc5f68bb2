import type { FastifyInstance } from 'fastify';

/** Headers of every answer, and the content security policy of pages. */
export function securityHeaders(app: FastifyInstance, publicUrl: string): void {
  const isSecure = publicUrl.startsWith('https:');
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-request-id': request.id,
    });
    if (isSecure) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  });
}

export type PagePolicy = {
  readonly publicUrl: string;
  /** Origins that media and images may come from, besides this one. */
  readonly mediaOrigins?: readonly string[];
  /** Origins of scripts and frames, besides this one. */
  readonly scriptOrigins?: readonly string[];
  /** SHA-256 sources of inline scripts. */
  readonly scriptHashes?: readonly string[];
};

/**
 * A policy for pages: own scripts only; inline styles, as component libraries set them; workers and media from
 * blobs, as an HLS player makes them.
 */
export function pagePolicy(policy: PagePolicy): string {
  const { mediaOrigins = [], scriptOrigins = [], scriptHashes = [] } = policy;
  // Older browsers do not take 'self' for the WebSocket of the same host.
  const socket = new URL(policy.publicUrl).origin.replace(/^http/, 'ws');
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", ...scriptHashes, ...scriptOrigins],
    'style-src': ["'self'", "'unsafe-inline'", ...scriptOrigins],
    'img-src': ["'self'", 'data:', 'blob:', ...mediaOrigins, ...scriptOrigins],
    'font-src': ["'self'", 'data:'],
    'media-src': ["'self'", 'blob:', ...mediaOrigins],
    'worker-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", socket, ...mediaOrigins, ...scriptOrigins],
    'frame-src': scriptOrigins.length > 0 ? scriptOrigins : ["'none'"],
    'manifest-src': ["'self'", ...scriptOrigins],
    'object-src': ["'none'"],
    'base-uri': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createHs256 } from './hs256.ts';
import { createSigner } from './sign.ts';
import { createVerifier } from './verify.ts';
import type { Viewer } from './viewer.ts';

const secret = 'a secret of at least thirty-two characters';
const viewer: Viewer = { kind: 'USER', id: 'u1', roles: ['LEARNER'], via: 's1' };
const signedAt = Date.UTC(2026, 0, 1);
const request = { audience: 'exam', method: 'POST', path: '/graphql', body: '{"query":"{a}"}', viewer };
const received = { method: 'POST', path: '/graphql', body: '{"query":"{a}"}' };

function sign(overrides: Partial<typeof request> = {}, key = secret): string {
  return createSigner('gateway', key, () => signedAt)({ ...request, ...overrides });
}

function verify(signature: string | undefined, overrides: Partial<typeof received> = {}, at = signedAt) {
  return createVerifier('exam', secret, () => at)({ signature, ...received, ...overrides });
}

describe('a signed request', () => {
  it('tells who sent it and for whom', () => {
    expect(verify(sign())).toEqual({ issuer: 'gateway', viewer });
  });

  it('is good to the last millisecond of its 30 seconds and no longer', () => {
    expect(verify(sign(), {}, signedAt + 29_999).issuer).toBe('gateway');
    expect(() => verify(sign(), {}, signedAt + 30_000)).toThrow(
      expect.objectContaining({ code: 'REQUEST_SIGNATURE_INVALID' }),
    );
  });

  it('needs no body hash where the receiver streams the body', () => {
    const signature = createSigner('gateway', secret, () => signedAt)({ ...request, body: 'stream' });
    const verifyStream = createVerifier('exam', secret, () => signedAt);
    expect(verifyStream({ signature, ...received, body: 'stream' }).viewer).toEqual(viewer);
    expect(() => verify(signature)).toThrow(expect.objectContaining({ code: 'REQUEST_SIGNATURE_INVALID' }));
  });

  const unsecured = ['{"alg":"none","typ":"JWT"}', '{"iss":"gateway","aud":"exam","exp":9000000000}', '']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  it.each([
    ['for another service', sign({ audience: 'course' }), {}],
    ['with another secret', sign({}, 'another secret of at least thirty-two chars'), {}],
    ['for another method', sign({ method: 'GET' }), {}],
    ['for another path', sign({ path: '/graphql?x=1' }), {}],
    ['for another body', sign(), { body: '{"query":"{b}"}' }],
    ['with a changed viewer', tamper(sign()), {}],
    ['without an algorithm', unsecured, {}],
    ['with a header of its own', withHeader({ alg: 'HS256', kid: 'x' }), {}],
    ['without a time', createHs256(secret).sign({ iss: 'gateway', aud: 'exam', vwr: viewer }), {}],
    ['with a signature cut short', sign().slice(0, -1), {}],
    ['with nothing signed', sign().replace(/\.[^.]*$/, ''), {}],
    ['as nonsense', 'not a signature', {}],
    ['as nothing but dots', '..', {}],
  ])('is refused when signed %s', (_name, signature, overrides) => {
    expect(() => verify(signature, overrides)).toThrow(expect.objectContaining({ code: 'REQUEST_SIGNATURE_INVALID' }));
  });

  it('is refused with a code of its own when there is no signature', () => {
    expect(() => verify(undefined)).toThrow(expect.objectContaining({ code: 'REQUEST_NOT_SIGNED' }));
  });
});

/** The same claims and secret under another header. */
function withHeader(header: object): string {
  const [, payload] = sign().split('.');
  const text = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function tamper(signature: string): string {
  const [head, payload, mac] = signature.split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as Record<string, unknown>;
  claims.vwr = { ...viewer, roles: ['ADMIN'] };
  return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), mac].join('.');
}

import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createKeySet, type KeySet } from './key-set.ts';
import { createRevocations } from './revocations.ts';
import { createTokenVerifier, type TokenVerifier } from './verify-token.ts';

const now = 1_750_000_000;
const clock = { now: () => now * 1_000 };
const claims = { sub: 'ada', roles: ['LEARNER'], iss: 'https://issuer.test', aud: 'lectern', iat: now, exp: now + 600 };
const header = { alg: 'EdDSA', kid: 'one' };

let privateKey: CryptoKey;
let verify: TokenVerifier;
let lookedUp = 0;
beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA');
  privateKey = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'EdDSA', use: 'sig' };
  const set = createKeySet(async () => ({ keys: [jwk] }), clock);
  const keys: KeySet = {
    ...set,
    find(...asked) {
      lookedUp += 1;
      return set.find(...asked);
    },
  };
  const { iss: issuer, aud: audience } = claims;
  verify = createTokenVerifier({ keys, issuer, audience, revocations: createRevocations(), clock });
});

const sign = (changed: JWTPayload = {}, head: { alg: string; kid?: string; crit?: string[] } = header) =>
  new SignJWT({ ...claims, ...changed }).setProtectedHeader(head).sign(privateKey);

function signWithout(name: keyof typeof claims): Promise<string> {
  const left = Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name));
  return new SignJWT(left).setProtectedHeader(header).sign(privateKey);
}

function signedBy(secret: string): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(new TextEncoder().encode(secret));
}

async function withHeader(head: object): Promise<string> {
  const [, payload, signature] = (await sign()).split('.');
  return `${Buffer.from(JSON.stringify(head)).toString('base64url')}.${payload}.${signature}`;
}

describe('a token', () => {
  it('is checked once for many who send it at the same time, and again by none who sends it later', async () => {
    const token = await sign({ sid: 'shared' });
    const before = lookedUp;
    const answers = await Promise.all([verify(token), verify(token), verify(token)]);
    expect(answers.map(({ viewer }) => viewer.id)).toEqual(['ada', 'ada', 'ada']);
    await verify(token);
    expect(lookedUp).toBe(before + 1);
  });

  it('that is bad is refused to all who send it at the same time, and again later', async () => {
    const token = await sign({ aud: 'another' });
    const refused = { code: 'TOKEN_INVALID' };
    const answers = await Promise.allSettled([verify(token), verify(token)]);
    expect(answers).toMatchObject([{ reason: refused }, { reason: refused }]);
    await expect(verify(token)).rejects.toMatchObject(refused);
  });

  it.each<[string, JWTPayload]>([
    ['ended within the tolerance', { exp: now - 4 }],
    ['begins within the tolerance', { nbf: now + 4 }],
    ['is for several audiences', { aud: ['shop', 'lectern'] }],
  ])('is taken when it %s', async (_name, changed) => {
    expect((await verify(await sign(changed))).viewer.id).toBe('ada');
  });

  it.each<[string, () => Promise<string>, string]>([
    ['has ended', () => sign({ exp: now - 6 }), 'TOKEN_EXPIRED'],
    ['has not begun', () => sign({ nbf: now + 6 }), 'TOKEN_INVALID'],
    ['names no end', () => signWithout('exp'), 'TOKEN_INVALID'],
    ['does not say when it was issued', () => signWithout('iat'), 'TOKEN_INVALID'],
    ['names nobody', () => signWithout('sub'), 'TOKEN_INVALID'],
    ['names nobody but emptiness', () => sign({ sub: '' }), 'TOKEN_INVALID'],
    ['is of another issuer', () => sign({ iss: 'https://issuer.test.evil' }), 'TOKEN_INVALID'],
    ['is for another audience', () => sign({ aud: ['shop'] }), 'TOKEN_INVALID'],
    ['names an unknown key', () => sign({}, { ...header, kid: 'two' }), 'TOKEN_INVALID'],
    ['asks for an extension nobody knows', () => withHeader({ ...header, crit: ['x'], x: 1 }), 'TOKEN_INVALID'],
    ['leaves its payload unencoded', () => withHeader({ ...header, crit: ['b64'], b64: false }), 'TOKEN_INVALID'],
    ['names the algorithm of another key', () => withHeader({ ...header, alg: 'ES256' }), 'TOKEN_INVALID'],
    ['is signed with a secret instead of a key', () => signedBy('secret'.repeat(8)), 'TOKEN_INVALID'],
    ['had its header changed', () => withHeader({ ...header, typ: 'JWT' }), 'TOKEN_INVALID'],
    ['is not signed', async () => `${(await sign()).split('.', 2).join('.')}.`, 'TOKEN_INVALID'],
    ['has a part too many', async () => `${await sign()}.a`, 'TOKEN_INVALID'],
  ])('is refused when it %s', async (_name, make, code) => {
    await expect(verify(await make())).rejects.toMatchObject({ code });
  });
});

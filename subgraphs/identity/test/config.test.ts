import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@lectern/runtime';
import { readIdentityConfig } from '../src/config.ts';

const complete = {
  NODE_ENV: 'production',
  IDENTITY_PORT: '4001',
  IDENTITY_DB_URL: 'postgres://identity@db/lectern',
  IDENTITY_REDIS_URL: 'redis://redis',
  LECTERN_REDIS_PREFIX: 'lectern:prod:',
  LECTERN_SIGNING_SECRET: 's'.repeat(32),
  IDENTITY_SECRET: 'i'.repeat(32),
  LECTERN_PUBLIC_URL: 'https://learn.example/',
};
const provider = {
  id: 'google',
  name: 'Google',
  discoveryUrl: 'https://accounts.google.com/.well-known/openid-configuration',
  clientId: 'client',
  clientSecret: 'a-client-secret',
};
const providers = (...list: unknown[]) => ({ IDENTITY_OIDC_PROVIDERS: JSON.stringify(list) });

describe('the configuration', () => {
  it('is closed to sign-up in production and open elsewhere unless it says otherwise', () => {
    expect(readIdentityConfig(complete)).toMatchObject({ isSignUpOpen: false, publicUrl: 'https://learn.example' });
    expect(readIdentityConfig({ ...complete, NODE_ENV: 'development' }).isSignUpOpen).toBe(true);
    expect(readIdentityConfig({ ...complete, IDENTITY_OPEN_SIGN_UP: 'true' }).isSignUpOpen).toBe(true);
  });

  it.each([
    ['restricted to domains', { allowedEmailDomains: ['school.example'] }, true],
    ['open to everyone', {}, false],
    ['that says so', { createsAccounts: true }, true],
    ['restricted, but says not', { allowedEmailDomains: ['school.example'], createsAccounts: false }, false],
  ])('lets a provider make accounts when it is %s: %#', (_name, more, createsAccounts) => {
    const { oidcProviders } = readIdentityConfig({ ...complete, ...providers({ ...provider, ...more }) });
    expect(oidcProviders).toMatchObject([{ id: 'google', createsAccounts, scopes: ['openid', 'email', 'profile'] }]);
  });

  it.each([
    ['IDENTITY_PORT', { IDENTITY_PORT: '' }],
    ['IDENTITY_PORT', { IDENTITY_PORT: 'many' }],
    ['IDENTITY_DB_URL', { IDENTITY_DB_URL: 'mysql://db' }],
    ['IDENTITY_REDIS_URL', { IDENTITY_REDIS_URL: 'redis' }],
    ['LECTERN_REDIS_PREFIX', { LECTERN_REDIS_PREFIX: '' }],
    ['LECTERN_SIGNING_SECRET', { LECTERN_SIGNING_SECRET: 'short' }],
    ['IDENTITY_SECRET', { IDENTITY_SECRET: 'also-too-short' }],
    ['LECTERN_PUBLIC_URL', { LECTERN_PUBLIC_URL: 'learn.example' }],
    ['IDENTITY_DEMO_PASSWORD', { IDENTITY_DEMO_PASSWORD: 'anything' }],
    ['IDENTITY_BOOTSTRAP_ADMIN_PASSWORD', { IDENTITY_BOOTSTRAP_ADMIN_EMAIL: 'a@b.example' }],
    ['IDENTITY_BOOTSTRAP_ADMIN_EMAIL', { IDENTITY_BOOTSTRAP_ADMIN_PASSWORD: 'long enough password' }],
    [
      'IDENTITY_BOOTSTRAP_ADMIN_PASSWORD',
      { IDENTITY_BOOTSTRAP_ADMIN_EMAIL: 'a@b.example', IDENTITY_BOOTSTRAP_ADMIN_PASSWORD: 'learn-with-lectern' },
    ],
    ['IDENTITY_MAIL_FROM', { IDENTITY_SMTP_URL: 'smtp://mail' }],
    ['IDENTITY_OIDC_PROVIDERS', { IDENTITY_OIDC_PROVIDERS: 'google' }],
    ['IDENTITY_OIDC_PROVIDERS', providers({ ...provider, discoveryUrl: 'nowhere' })],
    ['IDENTITY_OIDC_PROVIDERS', providers({ ...provider, tenant: 'misspelt' })],
    ['IDENTITY_OIDC_PROVIDERS', providers(provider, provider)],
  ])('is refused with the name of %s', (name, change) => {
    const read = () => readIdentityConfig({ ...complete, ...change });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(name);
    expect(read).not.toThrow('a-client-secret');
  });
});

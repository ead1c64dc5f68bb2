import { describe, expect, it } from '@jest/globals';
import { admitOidcUser } from './admit-oidc-user.ts';
import type { OidcProvider } from './oidc-provider.ts';

const provider: OidcProvider = {
  id: 'school',
  name: 'School',
  discoveryUrl: 'https://accounts.example/.well-known/openid-configuration',
  clientId: 'client',
  clientSecret: 'client-secret',
  scopes: ['openid'],
  allowedEmailDomains: ['school.example'],
  isEmailTrusted: false,
  createsAccounts: true,
};
const everyone: OidcProvider = { ...provider, id: 'everyone', allowedEmailDomains: [] };
const trusted: OidcProvider = { ...provider, id: 'trusted', isEmailTrusted: true };

describe('who may come in through a provider', () => {
  it.each([
    ['a verified address of the domain', 'school', 'ann@school.example', true, true],
    ['the domain in capitals', 'school', 'Ann@School.Example', true, true],
    ['an address of the domain nobody has verified', 'school', 'ann@school.example', false, false],
    ['one not verified, at a provider that is trusted', 'trusted', 'ann@school.example', false, true],
    ['another domain', 'school', 'ann@elsewhere.example', true, false],
    ['a subdomain', 'school', 'ann@evil.school.example', true, false],
    ['a domain that ends alike', 'school', 'ann@notschool.example', true, false],
    ['no address', 'school', undefined, true, false],
    ['anyone, where no domain is named', 'everyone', 'ann@elsewhere.example', false, true],
    ['a provider that is not configured', 'gone', 'ann@school.example', true, false],
  ])('%s', async (_name, providerId, email, emailVerified, isAdmitted) => {
    const refusal = await admitOidcUser({ user: { email, emailVerified }, source: { oauth: { providerId } } }, [
      provider,
      everyone,
      trusted,
    ]);
    expect(refusal === undefined).toBe(isAdmitted);
  });

  it('leaves people with passwords alone', async () => {
    expect(await admitOidcUser({ user: { email: 'ann@elsewhere.example' }, source: {} }, [provider])).toBeUndefined();
  });
});

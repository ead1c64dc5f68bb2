import type { OidcProvider } from './oidc-provider.ts';

/** What better-auth knows when someone comes in; `source.oauth` only for those who come from a provider. */
export type IncomingUser = {
  readonly user: { readonly email?: string | null | undefined; readonly emailVerified?: boolean | undefined };
  readonly source: { readonly oauth?: { readonly providerId: string } | undefined };
};

export type Refusal = { readonly error: string; readonly errorDescription: string };

/**
 * Whether someone may come in through their provider: at every sign-in, so that a change of address at the provider
 * counts too. Returns nothing for yes. People with passwords are not its business.
 */
export async function admitOidcUser(
  incoming: IncomingUser,
  providers: readonly OidcProvider[],
): Promise<Refusal | undefined> {
  const { oauth } = incoming.source;
  if (!oauth) return undefined;
  const provider = providers.find(({ id }) => id === oauth.providerId);
  if (!provider) return refusal('Sign-in through this provider is not offered.');
  if (provider.allowedEmailDomains.length === 0) return undefined;
  const isVerified = incoming.user.emailVerified === true || provider.isEmailTrusted;
  const domain = (incoming.user.email ?? '').toLowerCase().split('@').at(-1) ?? '';
  if (isVerified && provider.allowedEmailDomains.includes(domain)) return undefined;
  return refusal('Accounts with this e-mail address may not sign in through this provider.');
}

function refusal(errorDescription: string): Refusal {
  return { error: 'EMAIL_DOMAIN_NOT_ALLOWED', errorDescription };
}

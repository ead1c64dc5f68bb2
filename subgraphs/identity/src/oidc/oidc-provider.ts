import type { EnvReader } from '@lectern/runtime';
import * as z from 'zod';

/** One OpenID Connect provider people may sign in with, for example a school's Google Workspace. */
export type OidcProvider = z.output<typeof oidcProviderSchema> & {
  /** Whether someone unknown who comes from it gets an account. */
  readonly createsAccounts: boolean;
};

const emailDomain = z
  .string()
  .regex(/^[a-z0-9.-]+\.[a-z]{2,}$/i, 'must be a domain such as school.example')
  .toLowerCase();

const oidcProviderSchema = z.strictObject({
  /** Part of the callback address: `<public URL>/api/auth/callback/<id>`. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 of a-z, 0-9 and -'),
  /** What the sign-in page shows. */
  name: z.string().min(1).max(80),
  discoveryUrl: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  scopes: z.array(z.string()).default(['openid', 'email', 'profile']),
  /** Only people with a verified address in one of these; empty for everyone. */
  allowedEmailDomains: z.array(emailDomain).default([]),
  /** For providers that vouch for addresses but send no `email_verified` claim. */
  isEmailTrusted: z.boolean().default(false),
  createsAccounts: z.boolean().optional(),
});

const variable = 'IDENTITY_OIDC_PROVIDERS';

/**
 * Reads the list of providers. Accounts are made for people from a provider that is restricted to the school's own
 * domains, and from any provider where sign-up is open, unless `createsAccounts` says otherwise.
 */
export function readOidcProviders(read: EnvReader, isSignUpOpen: boolean): readonly OidcProvider[] {
  const text = read.optional(variable);
  if (text === undefined) return [];
  const parsed = z.array(oidcProviderSchema).safeParse(parseJson(text));
  if (!parsed.success) {
    // Only where and what, never the value: it holds client secrets.
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`);
    read.problem(variable, `must be a JSON list of providers (${problems.join(', ')})`);
    return [];
  }
  const ids = parsed.data.map(({ id }) => id);
  if (new Set(ids).size < ids.length) read.problem(variable, 'must not use an id twice');
  return parsed.data.map((provider) => ({
    ...provider,
    createsAccounts: provider.createsAccounts ?? (isSignUpOpen || provider.allowedEmailDomains.length > 0),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

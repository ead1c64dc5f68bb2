import type { Logger } from '@lectern/runtime';
import { withTimeout } from '@lectern/runtime';
import type { OidcProvider } from '../oidc/oidc-provider.ts';
import { type Auth, type AuthDeps, type AuthSettings, createAuth } from './auth.ts';

/** better-auth as it is now, with the providers that can be used now. */
export type RunningAuth = AsyncDisposable & {
  current(): Auth;
  providers(): readonly OidcProvider[];
};

export type StartAuthOptions = {
  readonly settings: AuthSettings;
  readonly deps: AuthDeps;
  readonly providers: readonly OidcProvider[];
  readonly logger: Logger;
  /** Milliseconds between attempts to reach providers that did not answer (30,000). */
  readonly retryMs?: number;
};

const discoveryTimeoutMs = 3_000;
const initTimeoutMs = 10_000;

/**
 * better-auth asks each provider for its addresses once, when it is made, and forgets one that does not answer. So that
 * a school's provider that is down for a minute does not delay our start nor stay away until the next, those that
 * answer are taken at once and better-auth is made anew when the others do.
 */
export async function startAuth(options: StartAuthOptions): Promise<RunningAuth> {
  const { settings, deps, providers, logger, retryMs = 30_000 } = options;
  const stopped = new AbortController();
  let known = await reachable(providers);
  let auth = await makeAuth(known);
  let timer: NodeJS.Timeout | undefined;

  async function makeAuth(usable: readonly OidcProvider[]): Promise<Auth> {
    const made = createAuth(settings, deps, usable);
    await withTimeout('starting better-auth', initTimeoutMs, made.$context);
    return made;
  }

  async function retry(): Promise<void> {
    try {
      const now = await reachable(providers);
      const isBetter = now.length > known.length && known.every((provider) => now.includes(provider));
      if (isBetter && !stopped.signal.aborted) {
        auth = await makeAuth(now);
        known = now;
      }
    } catch (error) {
      logger.warn({ err: error }, 'sign-in providers could not be added');
    }
    retryLater();
  }

  function retryLater(): void {
    const missing = providers.filter((provider) => !known.includes(provider)).map(({ id }) => id);
    if (missing.length === 0 || stopped.signal.aborted) return;
    logger.warn({ providers: missing }, 'sign-in providers do not answer; trying again');
    timer = setTimeout(() => void retry(), retryMs).unref();
  }

  retryLater();
  return {
    current: () => auth,
    providers: () => known,
    async [Symbol.asyncDispose]() {
      stopped.abort();
      clearTimeout(timer);
    },
  };
}

async function reachable(providers: readonly OidcProvider[]): Promise<readonly OidcProvider[]> {
  const answers = await Promise.all(providers.map(answersDiscovery));
  return providers.filter((_provider, index) => answers[index]);
}

async function answersDiscovery({ discoveryUrl }: OidcProvider): Promise<boolean> {
  try {
    const response = await fetch(discoveryUrl, { signal: AbortSignal.timeout(discoveryTimeoutMs) });
    const found: unknown = await response.json();
    return typeof found === 'object' && found !== null && 'issuer' in found && 'jwks_uri' in found;
  } catch {
    return false;
  }
}

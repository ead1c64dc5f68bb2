import { anonymous, type RequestSigner, signatureHeader } from '@lectern/request-signing';

const timeoutMs = 5_000;

/**
 * Fetches a JSON Web Key Set, signed where the address is one of our subgraphs' (`urls` are their base URLs by name);
 * keys of a provider outside are fetched unsigned.
 */
export function createKeyFetcher(
  jwksUrl: string,
  urls: Readonly<Record<string, string>>,
  sign: RequestSigner | undefined,
): () => Promise<unknown> {
  const url = new URL(jwksUrl);
  const path = `${url.pathname}${url.search}`;
  const owner = Object.entries(urls).find(([, base]) => new URL(base).origin === url.origin)?.[0];
  return async () => {
    const signature = owner && sign?.({ audience: owner, method: 'GET', path, body: undefined, viewer: anonymous });
    // Loaded when keys are fetched: large, and of no use where nobody signs in.
    const { request } = await import('undici');
    const response = await request(url, {
      headers: { accept: 'application/json', ...(signature && { [signatureHeader]: signature }) },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.statusCode !== 200) {
      await response.body.dump();
      throw new Error(`the key set's address answered ${response.statusCode}`);
    }
    return response.body.json();
  };
}

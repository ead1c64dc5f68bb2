/** A provider people may sign in with. */
export interface SignInProvider {
  readonly id: string;
  /** What the button shows. */
  readonly name: string;
}

function isProvider(value: unknown): value is SignInProvider {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'name' in value &&
    typeof value.name === 'string'
  );
}

/** The OpenID Connect providers the school has set up; none when it has none. */
export async function listProviders(): Promise<readonly SignInProvider[]> {
  const response = await fetch('/api/auth/providers', { headers: { accept: 'application/json' } });
  if (!response.ok) return [];
  const body: unknown = await response.json();
  const list = typeof body === 'object' && body !== null && 'providers' in body ? body.providers : body;
  return Array.isArray(list) ? list.filter(isProvider) : [];
}

import type { SessionStorage } from './session-storage.ts';

const storageKey = 'lectern.session';

/** Media and files are asked for with the token itself; its cookie would only outlive it here. */
const notKept: ReadonlySet<string> = new Set(['lectern_access', '__Host-lectern_access']);

export type CookieJar = {
  /** The `cookie` header; null when there is no cookie. */
  header(): Promise<string | null>;
  keep(response: Response): Promise<void>;
  clear(): Promise<void>;
};

/** The session cookies of one server, kept by hand where no browser does it. */
export function createCookieJar(storage: SessionStorage): CookieJar {
  let cookies: Promise<Map<string, string>> | undefined;
  const load = () => {
    cookies ??= storage.get(storageKey).then((text) => new Map(text === null ? [] : readCookies(text)));
    return cookies;
  };
  return {
    async header() {
      const entries = [...(await load())];
      return entries.length === 0 ? null : entries.map(([name, value]) => `${name}=${value}`).join('; ');
    },
    async keep(response) {
      const set = setCookieLines(response.headers);
      if (set.length === 0) return;
      const jar = await load();
      for (const line of set) applyCookie(jar, line);
      await storage.set(storageKey, [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    },
    async clear() {
      (await load()).clear();
      await storage.remove(storageKey);
    },
  };
}

function readCookies(header: string): readonly (readonly [string, string])[] {
  return header.split('; ').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)] as const] : [];
  });
}

/** React Native joins several `set-cookie` lines with commas; a comma before `name=` parts them, one in a date does not. */
function setCookieLines(headers: Headers): readonly string[] {
  if (typeof headers.getSetCookie === 'function') return headers.getSetCookie();
  return headers.get('set-cookie')?.split(/,\s*(?=[^;,\s]+=)/) ?? [];
}

function applyCookie(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const name = pair.slice(0, at).trim();
  if (at <= 0 || notKept.has(name)) return;
  const isRemoved = attributes.some((attribute) => /^\s*max-age\s*=\s*(0|-\d+)\s*$/i.test(attribute));
  if (isRemoved) jar.delete(name);
  else jar.set(name, pair.slice(at + 1).trim());
}

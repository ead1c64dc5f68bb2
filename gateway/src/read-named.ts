import type { EnvReader } from '@lectern/runtime';

/** Reads `name=url,name=url`. */
export function readNamedUrls(reader: EnvReader, variable: string): Readonly<Record<string, string>> {
  const urls: Record<string, string> = {};
  for (const [name, url] of readPairs(reader, variable)) {
    const protocol = URL.parse(url)?.protocol;
    if (protocol !== 'http:' && protocol !== 'https:') {
      reader.problem(variable, `has "${url}" for ${name}, which is no http URL`);
    } else {
      urls[name] = url;
    }
  }
  return urls;
}

/** Reads `/prefix=name,/prefix=name`. */
export function readForwardedRoutes(reader: EnvReader, variable: string): Readonly<Record<string, string>> {
  const routes: Record<string, string> = {};
  for (const [prefix, name] of readPairs(reader, variable)) {
    if (!/^(\/[\w-]+)+$/.test(prefix)) reader.problem(variable, `has "${prefix}", which is no path such as /files`);
    else routes[prefix] = name;
  }
  return routes;
}

function readPairs(reader: EnvReader, variable: string): readonly (readonly [string, string])[] {
  return reader.list(variable, { default: [] }).flatMap((entry) => {
    const at = entry.indexOf('=');
    if (at > 0 && at < entry.length - 1) return [[entry.slice(0, at), entry.slice(at + 1)] as const];
    reader.problem(variable, `has "${entry}", which is not of the form a=b`);
    return [];
  });
}

/** `name=1500,…`: whole numbers of at least 1 by name. */
export function readNamedNumbers(reader: EnvReader, variable: string): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const entry of reader.list(variable, { default: [] })) {
    const [, name, digits] = /^([\w-]+)=(\d{1,9})$/.exec(entry) ?? [];
    if (name === undefined || Number(digits) < 1) reader.problem(variable, `has ${entry}, which is not name=number`);
    else numbers[name] = Number(digits);
  }
  return numbers;
}

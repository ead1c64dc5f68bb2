export type Env = Readonly<Record<string, string | undefined>>;

/** A start was refused because of configuration; the message names every wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type WithDefault<T> = { readonly default?: T };

/** Reads variables, remembers every problem, and reports all of them at once. An empty value counts as unset. */
export type EnvReader = {
  string(name: string, options?: WithDefault<string>): string;
  optional(name: string): string | undefined;
  /** A string of at least `minLength` characters (16), never printed. */
  secret(name: string, options?: WithDefault<string> & { readonly minLength?: number }): string;
  integer(name: string, options?: WithDefault<number> & { readonly min?: number; readonly max?: number }): number;
  boolean(name: string, options?: WithDefault<boolean>): boolean;
  url(name: string, options?: WithDefault<string> & { readonly protocols?: readonly string[] }): string;
  oneOf<const T extends string>(name: string, values: readonly T[], options?: WithDefault<NoInfer<T>>): T;
  /** Comma-separated; empty entries are dropped. */
  list(name: string, options?: WithDefault<readonly string[]>): readonly string[];
  /** Notes a problem that only shows when variables are seen together. */
  problem(name: string, sentence: string): void;
};

export function createEnvReader(env: Env, problems: string[]): EnvReader {
  function raw(name: string): string | undefined {
    const value = env[name];
    return value === undefined || value === '' ? undefined : value;
  }
  function read<T>(name: string, fallback: T | undefined, parse: (value: string) => T | string, empty: T): T {
    const value = raw(name);
    if (value === undefined) {
      if (fallback !== undefined) return fallback;
      problems.push(`${name} is not set`);
      return empty;
    }
    const before = problems.length;
    const parsed = parse(value);
    return problems.length === before ? (parsed as T) : empty;
  }
  const reader: EnvReader = {
    string: (name, options) => read(name, options?.default, (value) => value, ''),
    optional: raw,
    secret(name, options) {
      const minLength = options?.minLength ?? 16;
      const check = (value: string) => {
        if (value.length < minLength) problems.push(`${name} must have at least ${minLength} characters`);
        return value;
      };
      return read(name, options?.default, check, '');
    },
    integer(name, options) {
      const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options ?? {};
      const parse = (value: string) => {
        const number = Number(value);
        if (!Number.isSafeInteger(number)) problems.push(`${name} must be a whole number, not "${value}"`);
        else if (number < min || number > max) problems.push(`${name} must be between ${min} and ${max}`);
        return number;
      };
      return read(name, options?.default, parse, 0);
    },
    boolean(name, options) {
      const parse = (value: string) => {
        if (!['true', 'false', '1', '0'].includes(value)) problems.push(`${name} must be true or false`);
        return value === 'true' || value === '1';
      };
      return read(name, options?.default, parse, false);
    },
    url(name, options) {
      const parse = (value: string) => {
        const protocol = URL.parse(value)?.protocol.slice(0, -1);
        if (protocol === undefined) problems.push(`${name} must be a URL`);
        else if (options?.protocols && !options.protocols.includes(protocol)) {
          problems.push(`${name} must begin with ${options.protocols.map((p) => `${p}://`).join(' or ')}`);
        }
        return value;
      };
      return read(name, options?.default, parse, '');
    },
    oneOf<const T extends string>(name: string, values: readonly T[], options?: WithDefault<NoInfer<T>>): T {
      const parse = (value: string) => {
        if (!values.includes(value as T)) problems.push(`${name} must be one of ${values.join(', ')}`);
        return value as T;
      };
      return read<T>(name, options?.default, parse, values[0] as T);
    },
    list: (name, options) =>
      read<readonly string[]>(
        name,
        options?.default,
        (value) =>
          value
            .split(',')
            .map((entry) => entry.trim())
            .filter((entry) => entry !== '') as readonly string[],
        [],
      ),
    problem: (name, sentence) => void problems.push(`${name} ${sentence}`),
  };
  return reader;
}

/** Runs `read` with a reader and throws one ConfigError that names every variable that is missing or wrong. */
export function readWith<Config>(env: Env, read: (reader: EnvReader) => Config): Config {
  const problems: string[] = [];
  const config = read(createEnvReader(env, problems));
  if (problems.length > 0) throw new ConfigError(`Configuration refused: ${problems.join('; ')}`);
  return config;
}

import { parseArgs } from 'node:util';
import { ConfigError } from '@lectern/runtime';
import { readShare } from './read-traces.ts';
import type { TracesConfig } from './telemetry/tracer.ts';

export type StandaloneOptions = {
  /** A file, an http(s) URL, or undefined: composed of the running subgraphs. */
  readonly supergraph: string | undefined;
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  /** GraphQL endpoints by name, before those in the supergraph. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Undefined lets everybody in, anonymously. */
  readonly tokens: { readonly jwksUrl: string; readonly issuer: string; readonly audience: string } | undefined;
  /** Lower-case names of client headers that subgraphs receive too. */
  readonly forwardedHeaders: readonly string[];
  /** Deadline of one request to a subgraph. */
  readonly timeoutMs: number;
  /** Undefined traces nothing. */
  readonly traces: TracesConfig | undefined;
  readonly isWatched: boolean;
  readonly isIntrospectable: boolean;
  readonly logLevel: string;
  readonly logFormat: 'json' | 'pretty';
};

export const standaloneDefaults = {
  host: '127.0.0.1',
  port: 4000,
  subgraphs: {},
  tokens: undefined,
  forwardedHeaders: [],
  timeoutMs: 30_000,
  traces: undefined,
  isWatched: true,
  isIntrospectable: true,
  logLevel: 'info',
  logFormat: 'json',
} satisfies Omit<StandaloneOptions, 'supergraph'>;

const usage = `npm run gateway -- --supergraph FILE|URL [--port N] [--host ADDRESS] [--subgraph NAME=URL]…
  [--anonymous | --jwks URL --issuer URL [--audience NAME]] [--forward HEADER]… [--timeout-ms N]
  [--traces URL [--traces-sample SHARE]] [--no-watch] [--no-introspection] [--log-level LEVEL]
Without --supergraph it is composed of the subgraphs.`;

/** Reads the command line; throws a ConfigError that says what is wrong and how it is used. */
export function readStandaloneOptions(args: readonly string[]): StandaloneOptions {
  const values = parse(args);
  const subgraphs = Object.fromEntries((values.subgraph ?? []).map(readNamedUrl));
  if (values.supergraph === undefined && Object.keys(subgraphs).length === 0) {
    throw refusal('neither --supergraph nor --subgraph is given');
  }
  return {
    supergraph: values.supergraph,
    host: values.host ?? standaloneDefaults.host,
    port: readNumber('--port', values.port, standaloneDefaults.port, 65_535),
    subgraphs,
    tokens: readTokens(values),
    forwardedHeaders: (values.forward ?? []).map((name) => name.toLowerCase()),
    timeoutMs: readNumber('--timeout-ms', values['timeout-ms'], standaloneDefaults.timeoutMs, 3_600_000),
    traces: readTracesOptions(values),
    isWatched: values['no-watch'] !== true,
    isIntrospectable: values['no-introspection'] !== true,
    logLevel: values['log-level'] ?? standaloneDefaults.logLevel,
    logFormat: process.stdout.isTTY ? 'pretty' : 'json',
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        supergraph: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        subgraph: { type: 'string', multiple: true },
        anonymous: { type: 'boolean' },
        jwks: { type: 'string' },
        issuer: { type: 'string' },
        audience: { type: 'string' },
        forward: { type: 'string', multiple: true },
        'timeout-ms': { type: 'string' },
        traces: { type: 'string' },
        'traces-sample': { type: 'string' },
        'no-watch': { type: 'boolean' },
        'no-introspection': { type: 'boolean' },
        'log-level': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error));
  }
}

function readTokens(values: ReturnType<typeof parse>): StandaloneOptions['tokens'] {
  const { anonymous, jwks, issuer, audience = 'lectern' } = values;
  if (anonymous) {
    if (jwks !== undefined) throw refusal('--anonymous and --jwks exclude each other');
    return undefined;
  }
  if (jwks === undefined || issuer === undefined) {
    throw refusal('say who may come in: --anonymous for everybody, or --jwks and --issuer');
  }
  if (!URL.canParse(jwks)) throw refusal(`--jwks ${jwks} is no URL`);
  return { jwksUrl: jwks, issuer, audience };
}

function readTracesOptions({ traces: url, 'traces-sample': share = '1' }: ReturnType<typeof parse>) {
  if (url === undefined) return undefined;
  if (!URL.canParse(url)) throw refusal(`--traces ${url} is no URL`);
  const sample = readShare(share);
  if (sample === undefined) throw refusal(`--traces-sample ${share} is no number from 0 to 1`);
  return { url, sample };
}

function readNamedUrl(text: string): [string, string] {
  const at = text.indexOf('=');
  const [name, url] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || !URL.canParse(url)) throw refusal(`--subgraph ${text} is not NAME=URL`);
  return [name, url];
}

function readNumber(name: string, text: string | undefined, fallback: number, max: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) throw refusal(`${name} ${text} is no number from 0 to ${max}`);
  return value;
}

function refusal(reason: string): ConfigError {
  return new ConfigError(`Configuration refused: ${reason}\n${usage}`);
}

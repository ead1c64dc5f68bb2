/** The environment of every process that the bench starts: as in production, with no reports sent to anybody. */
export function childEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return { ...rest, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1', ...extra };
}

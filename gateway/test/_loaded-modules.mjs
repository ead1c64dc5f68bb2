// Preloaded by a test: writes every module of OpenTelemetry's SDK that the process resolves to its standard error.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    if (/@opentelemetry\/(sdk|exporter|otlp|resources|core)/.test(resolved.url))
      process.stderr.write(`${resolved.url}\n`);
    return resolved;
  },
});

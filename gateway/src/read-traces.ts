import type { EnvReader } from '@lectern/runtime';
import type { TracesConfig } from './telemetry/tracer.ts';

/** Reads `GATEWAY_TRACES_…`; undefined where nothing is to be traced. */
export function readTraces(reader: EnvReader): TracesConfig | undefined {
  const sample = readShare(reader.string('GATEWAY_TRACES_SAMPLE', { default: '1' }));
  if (sample === undefined) reader.problem('GATEWAY_TRACES_SAMPLE', 'must be a number from 0 to 1');
  if (reader.optional('GATEWAY_TRACES_URL') === undefined) return undefined;
  return { url: reader.url('GATEWAY_TRACES_URL', { protocols: ['http', 'https'] }), sample: sample ?? 1 };
}

/** Undefined for what is no number from 0 to 1. */
export function readShare(text: string): number | undefined {
  const share = Number(text);
  return /^[\d.]+$/.test(text) && share <= 1 ? share : undefined;
}

import { createTraceState, isSpanContextValid, type SpanContext } from '@opentelemetry/api';

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The parent that W3C's headers name; undefined where they name none that is valid. */
export function readTraceContext(traceparent: string | undefined, tracestate: string | undefined) {
  const [, version, traceId = '', spanId = '', flags = '', rest] = pattern.exec(traceparent ?? '') ?? [];
  // Later versions may say more; this one may not.
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  const context: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    ...(tracestate !== undefined && { traceState: createTraceState(tracestate) }),
  };
  return isSpanContextValid(context) ? context : undefined;
}

export function writeTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & 0xff).toString(16).padStart(2, '0')}`;
}

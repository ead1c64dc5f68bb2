import { type Logger, withTimeout } from '@lectern/runtime';
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { createOperationTrace } from './operation-trace.ts';
import { readTraceContext } from './trace-context.ts';
import type { Tracer, TracesConfig } from './tracer.ts';

const exportMsMax = 5_000;
const flushMsMax = 3_000;
/** Spans that wait to be sent; what comes beyond is dropped. */
const spansMax = 4_096;

/** Sends spans to a collector by OTLP over HTTP, in batches. A collector that is away is told of in the log, once. */
export function startTracer({ url, sample }: TracesConfig, logger: Logger): Tracer {
  const exporter = telling(new OTLPTraceExporter({ url, timeoutMillis: exportMsMax }), logger);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'lectern-gateway' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sample) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: spansMax, exportTimeoutMillis: exportMsMax })],
  });
  const tracer = provider.getTracer('lectern-gateway');

  return {
    operation({ traceparent, tracestate, door, requestId }) {
      const remote = readTraceContext(traceparent, tracestate);
      const parent = remote ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
      const attributes = { 'lectern.door': door, 'lectern.request_id': requestId };
      const span = tracer.startSpan('operation', { kind: SpanKind.SERVER, attributes }, parent);
      return span.isRecording() ? createOperationTrace(tracer, parent, span, remote && tracestate) : undefined;
    },
    async [Symbol.asyncDispose]() {
      await withTimeout('sending the last spans', flushMsMax, provider.shutdown()).catch((error: unknown) =>
        logger.warn({ err: error }, 'the last spans are lost'),
      );
    },
  };
}

function telling(exporter: SpanExporter, logger: Logger): SpanExporter {
  let isTold = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        // 0 is success; the enum is in a package that nothing else is needed of.
        if (result.code === 0) isTold = false;
        else if (!isTold) {
          isTold = true;
          logger.warn({ err: result.error }, 'spans cannot be sent');
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

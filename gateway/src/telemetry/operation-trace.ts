import { LecternError } from '@lectern/errors';
import { type Context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { writeTraceparent } from './trace-context.ts';
import type { CodedError, FetchTrace, OperationTrace, PlanTrace } from './tracer.ts';

/** The rest of a thousand equal errors says nothing. */
const eventsMax = 20;
const code = /^[A-Z_]{3,60}$/;

/** Notes the parts of an operation below its span, which it ends. */
export function createOperationTrace(
  tracer: Tracer,
  parent: Context,
  span: Span,
  tracestate: string | undefined,
): OperationTrace {
  const own = trace.setSpan(parent, span);
  const begin = (name: string, kind: SpanKind) => tracer.startSpan(name, { kind }, own);

  return {
    plan: () => tracePlan(begin('plan', SpanKind.INTERNAL)),
    fetch({ subgraph, kind, representations }) {
      const fetching = begin('fetch', SpanKind.CLIENT);
      fetching.setAttributes({
        'lectern.subgraph': subgraph,
        'lectern.fetch': representations === undefined ? 'root' : 'entities',
        'graphql.operation.type': kind,
      });
      if (representations !== undefined) fetching.setAttribute('lectern.representations', representations);
      return traceFetch(fetching, tracestate);
    },
    project(work) {
      const projecting = begin('project', SpanKind.INTERNAL);
      try {
        return work();
      } finally {
        projecting.end();
      }
    },
    ended({ name, type, errors }) {
      if (type !== undefined) span.updateName(type).setAttribute('graphql.operation.type', type);
      if (name !== undefined) span.setAttribute('graphql.operation.name', name);
      end(span, errors);
    },
  };
}

function tracePlan(span: Span): PlanTrace {
  span.setAttribute('lectern.plan', 'hit');
  return {
    missed: () => void span.setAttribute('lectern.plan', 'miss'),
    follow: (planning) => follow(span, planning, () => []),
  };
}

function traceFetch(span: Span, tracestate: string | undefined): FetchTrace {
  return {
    headers: { traceparent: writeTraceparent(span.spanContext()), tracestate },
    shared: () => void span.setAttribute('lectern.shared', true),
    retried: () => void span.setAttribute('lectern.retried', true),
    follow: (answer) => follow(span, answer, ({ errors }) => errors ?? []),
  };
}

async function follow<T>(span: Span, work: Promise<T>, errorsOf: (result: T) => readonly CodedError[]): Promise<T> {
  try {
    const result = await work;
    end(span, errorsOf(result));
    return result;
  } catch (error) {
    end(span, [{ extensions: { code: error instanceof LecternError ? error.code : undefined } }]);
    throw error;
  }
}

function end(span: Span, errors: readonly CodedError[]): void {
  span.setAttribute('lectern.outcome', errors.length > 0 ? 'errors' : 'ok');
  for (const { extensions } of errors.slice(0, eventsMax)) {
    const given = extensions?.code;
    // Codes of ours and of subgraphs; whatever else stands there may be anything.
    span.addEvent('error', { 'lectern.error.code': typeof given === 'string' && code.test(given) ? given : 'none' });
  }
  if (errors.length > 0) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

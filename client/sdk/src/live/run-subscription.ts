import { askedWaitMs, clientError, type LecternRequestError } from '../errors.ts';
import { type GraphRequest, withText } from '../request/graph-request.ts';
import { isRecord, readGraphError, readGraphResult } from '../request/graph-response.ts';
import { isTokenRefusal, isUntrusted } from '../request/send.ts';
import { tell } from '../tell.ts';
import { adviceOf, type CloseAdvice, closeReasonOf, keepsPlace } from './close-codes.ts';
import type { LiveDeps } from './live.ts';
import { type LiveMarks, readMarks } from './live-marks.ts';
import type { LiveEnd, LiveSocket } from './live-socket.ts';
import type { LiveHandlers, LiveState, LiveSubscription } from './live-subscription.ts';
import { type Moment, momentOf } from './moment.ts';
import { createPlace } from './place.ts';
import { returnWaitMs } from './return-wait.ts';

export type RunningSubscription = LiveSubscription & {
  /** Goes on over the present socket; the old one is left when the first event has come over the new one. */
  move(mode: 'SAME_VIEWER' | 'ANOTHER_VIEWER'): void;
  /** There is reason to believe that the line is back: what waits for it waits no longer. */
  hurry(): void;
};

type RunDeps<Data> = Pick<LiveDeps, 'environment' | 'tokens' | 'texts'> & {
  /** The present socket; opens one where there is none. */
  readonly line: () => LiveSocket;
  readonly request: GraphRequest;
  readonly handlers: LiveHandlers<Data>;
  readonly onClosed: () => void;
};

type Return = { readonly advice: CloseAdvice; readonly lostAt: Moment; readonly askedMs?: number };

const askedMsMax = 30_000;
/** A server that refuses this many new tokens in a row will refuse the next one too. */
const newTokensMax = 3;
const noFacts = { requestId: undefined, status: undefined };

/** One subscription through all its connections: listens, notices the end, waits, comes back where it was. */
export function runSubscription<Data>(deps: RunDeps<Data>): RunningSubscription {
  const { environment } = deps;
  const place = createPlace(environment);
  let { request } = deps;
  let state: LiveState = 'CONNECTING';
  let upToDateAt: number | null = null;
  let isLineLost = false;
  let failureCount = 0;
  let refusedTokenCount = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether it waits for the line alone, and not because it was asked to. */
  let mayHurry = false;
  /** Counts connections: whatever an earlier one still says is not heard. */
  let connection = 0;
  let leave = () => {};

  function enter(next: LiveState, error?: LecternRequestError): void {
    if (state === next) return;
    state = next;
    tell([() => deps.handlers.onState?.(next, error)]);
  }

  function fallBehind(at: number): void {
    if (state !== 'LIVE') return;
    upToDateAt = at;
    enter('STALE');
  }

  function connect(): void {
    clearTimeout(timer);
    timer = undefined;
    connection += 1;
    const mine = connection;
    const leaveFormer = leave;
    let isFirst = true;
    // The protocol wants a `query` in every message; where the gateway is to know the document by its id, it is empty.
    const payload = { ...request, query: request.query ?? '', extensions: place.extensions() };
    leave = deps.line().subscribe(payload, {
      onResult(result) {
        if (mine !== connection || state === 'CLOSED') return;
        const wasFirst = isFirst;
        isFirst = false;
        if (wasFirst) leaveFormer();
        receive(result, wasFirst);
      },
      onEnd(end) {
        if (isFirst) leaveFormer();
        if (mine === connection && state !== 'CLOSED') ended(end);
      },
    });
  }

  function receive(result: unknown, isFirst: boolean): void {
    const marks = readMarks(result);
    const { data, errors } = hasResult(result) ? readGraphResult<Data>(result, noFacts) : nothing;
    if (data === null && errors[0]) {
      failed(errors[0]);
      return;
    }
    failureCount = 0;
    refusedTokenCount = 0;
    isLineLost = false;
    if (place.take(marks, isFirst) && data !== null) show(data, marks, isFirst);
    // An app may close from within its handler.
    if (state === 'CLOSED') return;
    if (!marks.isStale) {
      enter('LIVE');
      return;
    }
    if (state === 'LIVE') fallBehind(environment.date());
    else if (state === 'CONNECTING') enter('STALE');
  }

  function show(data: Data, marks: LiveMarks, isFirst: boolean): void {
    const isSnapshot = marks.isSnapshot || (isFirst && !marks.isResumed);
    if (upToDateAt === null || isSnapshot) upToDateAt = environment.date();
    tell([() => deps.handlers.onEvent(data, { isSnapshot, skippedCount: marks.skippedCount })]);
  }

  function ended(end: LiveEnd): void {
    if (end.kind === 'COMPLETE') finish();
    else if (end.kind === 'ERRORS') failed(readGraphError(end.errors[0], noFacts));
    else closed(end.code, end.heardAt);
  }

  function closed(code: number | undefined, heardAt: Moment): void {
    const advice = adviceOf(code);
    if (!keepsPlace(code)) place.forget();
    if (advice !== 'STAY') comeBack({ advice, lostAt: heardAt });
    else finish(clientError('CONNECTION_REFUSED', { facts: { closeCode: code, closeReason: closeReasonOf(code) } }));
  }

  function failed(error: LecternRequestError): void {
    const inFull = isUntrusted(error) && deps.texts ? withText(request, deps.texts) : null;
    if (inFull) {
      request = inFull;
      connect();
    } else if (isTokenRefusal(error) || error.isRetryable) {
      const advice = isTokenRefusal(error) ? 'RENEW' : 'RETURN';
      comeBack({ advice, lostAt: momentOf(environment), askedMs: askedWaitMs(error) });
    } else {
      finish(error);
    }
  }

  function comeBack({ advice, lostAt, askedMs = 0 }: Return): void {
    failureCount += 1;
    if (advice === 'RENEW') refusedTokenCount += 1;
    if (refusedTokenCount > newTokensMax) {
      finish(clientError('CONNECTION_REFUSED'));
      return;
    }
    // What the failed connection still says, its end at the least, is not heard any more.
    connection += 1;
    leave();
    leave = () => {};
    place.lose(lostAt);
    isLineLost = true;
    fallBehind(lostAt.date);
    if (state === 'CLOSED') return;
    if (advice === 'RENEW') deps.tokens?.expire();
    mayHurry = askedMs === 0 && advice !== 'RETURN_LATE';
    timer = setTimeout(connect, Math.min(askedMs, askedMsMax) + returnWaitMs(advice, failureCount, environment.random));
  }

  function finish(error?: LecternRequestError): void {
    clearTimeout(timer);
    timer = undefined;
    leave();
    deps.onClosed();
    if (state === 'LIVE') upToDateAt = environment.date();
    enter('CLOSED', error);
  }

  connect();
  return {
    state: () => state,
    upToDateAt: () => (state === 'LIVE' ? environment.date() : upToDateAt),
    isLineLost: () => isLineLost && state === 'STALE',
    close() {
      if (state !== 'CLOSED') finish();
    },
    move(mode) {
      if (mode === 'ANOTHER_VIEWER') place.forget();
      connect();
    },
    hurry() {
      if (timer !== undefined && mayHurry) connect();
    },
  };
}

const nothing = { data: null, errors: [] };

/** What says only where the client is, has neither. */
function hasResult(result: unknown): boolean {
  return isRecord(result) && ('data' in result || 'errors' in result);
}

import { backoffMs } from '../backoff.ts';
import { askedWaitMs, clientError, type LecternRequestError } from '../errors.ts';
import { onOnline } from '../online.ts';
import { type GraphRequest, withText } from '../request/graph-request.ts';
import { isRecord, readGraphError, readGraphResult } from '../request/graph-response.ts';
import { isTokenRefusal, isUntrusted } from '../request/send.ts';
import { tell } from '../tell.ts';
import { adviceOf } from './close-codes.ts';
import type { LiveDeps } from './live.ts';
import type { LiveEnd, LiveSocket } from './live-socket.ts';
import type { LiveHandlers, LiveState, LiveSubscription } from './live-subscription.ts';

export type RunningSubscription = LiveSubscription & {
  /** Goes on over another socket; the old one is left when the first event has come over the new one. */
  moveTo(socket: LiveSocket): void;
};

type RunDeps<Data> = Pick<LiveDeps, 'environment' | 'tokens' | 'texts'> & {
  readonly socket: LiveSocket;
  readonly request: GraphRequest;
  readonly handlers: LiveHandlers<Data>;
  readonly onClosed: () => void;
};

const retryBounds = { baseMs: 500, maxMs: 30_000 };
/** A server that refuses this many new tokens in a row will refuse the next one too. */
const newTokensMax = 3;
const noFacts = { requestId: undefined, status: undefined };

/** One subscription through all its connections: listens, notices the end, waits, comes back where it was. */
export function runSubscription<Data>(deps: RunDeps<Data>): RunningSubscription {
  let { socket, request } = deps;
  let state: LiveState = 'CONNECTING';
  let failureCount = 0;
  let refusedTokenCount = 0;
  let position: unknown;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts connections: whatever an earlier one still says is not heard. */
  let connection = 0;
  let leave = () => {};
  const stopWaitingForOnline = onOnline(() => {
    if (timer !== undefined) connect();
  });

  function enter(next: LiveState, error?: LecternRequestError): void {
    if (state === next) return;
    state = next;
    tell([() => deps.handlers.onState?.(next, error)]);
  }

  function connect(): void {
    clearTimeout(timer);
    timer = undefined;
    connection += 1;
    const mine = connection;
    const leaveFormer = leave;
    let isFirst = true;
    leave = socket.subscribe(request, position === undefined ? {} : { resume: position }, {
      onResult(result) {
        if (mine !== connection || state === 'CLOSED') return;
        if (isFirst) leaveFormer();
        isFirst = false;
        receive(result);
      },
      onEnd(end) {
        if (isFirst) leaveFormer();
        if (mine === connection && state !== 'CLOSED') ended(end);
      },
    });
  }

  function receive(result: unknown): void {
    const { data, errors } = readGraphResult<Data>(result, noFacts);
    if (data === null && errors[0]) {
      failed(errors[0]);
      return;
    }
    failureCount = 0;
    refusedTokenCount = 0;
    position = positionOf(result) ?? position;
    if (data !== null) tell([() => deps.handlers.onEvent(data)]);
    enter('LIVE');
  }

  function ended(end: LiveEnd): void {
    if (end.kind === 'COMPLETE') finish();
    else if (end.kind === 'ERRORS') failed(readGraphError(end.errors[0], noFacts));
    else if (adviceOf(end.code) !== 'STAY') comeBack(adviceOf(end.code) === 'RENEW');
    else finish(clientError('CONNECTION_REFUSED', { facts: { closeCode: end.code } }));
  }

  function failed(error: LecternRequestError): void {
    const inFull = isUntrusted(error) && deps.texts ? withText(request, deps.texts) : null;
    if (inFull) {
      request = inFull;
      connect();
    } else if (isTokenRefusal(error) || error.isRetryable) {
      comeBack(isTokenRefusal(error), askedWaitMs(error));
    } else {
      finish(error);
    }
  }

  function comeBack(wantsNewToken: boolean, askedMs = 0): void {
    failureCount += 1;
    if (wantsNewToken) refusedTokenCount += 1;
    if (refusedTokenCount > newTokensMax) {
      finish(clientError('CONNECTION_REFUSED'));
      return;
    }
    // What the failed connection still says, its end at the least, is not heard any more.
    connection += 1;
    leave();
    if (state === 'LIVE') enter('STALE');
    if (wantsNewToken) deps.tokens?.expire();
    timer = setTimeout(
      connect,
      Math.min(askedMs, retryBounds.maxMs) + backoffMs(failureCount, retryBounds, deps.environment.random),
    );
  }

  function finish(error?: LecternRequestError): void {
    clearTimeout(timer);
    stopWaitingForOnline();
    leave();
    deps.onClosed();
    enter('CLOSED', error);
  }

  connect();
  return {
    state: () => state,
    close() {
      if (state !== 'CLOSED') finish();
    },
    moveTo(next) {
      socket = next;
      connect();
    },
  };
}

/** `{epoch, offset}`, where the gateway says which event of its topic this was. */
function positionOf(result: unknown): unknown {
  const extensions = isRecord(result) ? result.extensions : undefined;
  return isRecord(extensions) ? extensions.position : undefined;
}

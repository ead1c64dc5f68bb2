import type { LecternError } from '@lectern/errors';
import { fitsPacket } from '@lectern/request-line';
import type { Passage } from './breaker.ts';
import type { Asking } from './client.ts';
import type { TransportFailure } from './http1/transport-failure.ts';
import type { LineExchange } from './lines/line-exchange.ts';
import { readAnswer, type SubgraphAnswer } from './read-answer.ts';
import type { RequestWriter } from './request-text.ts';
import { subgraphErrors } from './subgraph.errors.ts';

export type Outcome = 'ok' | 'timeout' | 'unavailable' | 'cancelled' | 'broken' | 'overloaded';

/** Someone who waits for the answer. */
type Waiter = {
  readonly resolve: (answer: SubgraphAnswer) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: { readonly aborted: boolean } | undefined;
  readonly deadlineAt: number;
  readonly passesOn: boolean;
  next: Waiter | undefined;
};

/** What the requests of one subgraph have in common. */
export type RequestOwner = {
  readonly name: string;
  readonly isSigned: boolean;
  readonly timeoutMs: number;
  readonly write: RequestWriter;
  retried(): void;
  /** Called once. `isAlive` tells the breaker whether the subgraph answered; undefined: nothing is known of that. */
  ended(request: SubgraphRequest, outcome: Outcome, isAlive: boolean | undefined): void;
};

/** A deadline tells of the subgraph only where it had a fair share of its own time. */
const fairShare = 0.5;

/** One request to a subgraph with all who wait for it; a class because there is one for every request. */
export class SubgraphRequest implements LineExchange {
  isSent = false;
  isRetried = false;
  /** Of those with the same fingerprint. */
  nextInFlight: SubgraphRequest | undefined;
  readonly fingerprint: number;
  readonly body: string;
  readonly asking: Asking;
  readonly isRepeatable: boolean;
  readonly passage: Passage;
  readonly startedAt: number;
  readonly #owner: RequestOwner;
  #waiters: Waiter | undefined;

  constructor(
    owner: RequestOwner,
    about: Pick<SubgraphRequest, 'fingerprint' | 'body' | 'asking' | 'isRepeatable' | 'passage' | 'startedAt'>,
  ) {
    this.#owner = owner;
    this.fingerprint = about.fingerprint;
    this.body = about.body;
    this.asking = about.asking;
    this.isRepeatable = about.isRepeatable;
    this.passage = about.passage;
    this.startedAt = about.startedAt;
  }

  /** Written, and signed, when it is sent. */
  get wire(): string | Buffer {
    return this.#owner.write.http(this.body, this.asking);
  }

  get fitsLine(): boolean {
    const { forwarded } = this.asking;
    if (forwarded) for (const _name in forwarded) return false;
    return fitsPacket(this.body);
  }

  get frame() {
    return { head: this.#owner.write.lineHead(this.asking, this.#leftMs()), body: this.body };
  }

  join(asking: Asking, resolve: Waiter['resolve'], reject: Waiter['reject']): void {
    const deadlineAt = asking.deadlineAt ?? Number.POSITIVE_INFINITY;
    const { signal, passesOn = false } = asking;
    this.#waiters = { resolve, reject, signal, deadlineAt, passesOn, next: this.#waiters };
  }

  isOver(now: number): boolean {
    if (now - this.startedAt >= this.#owner.timeoutMs) {
      this.#end('timeout', this.isSent ? false : undefined, this.#timeout());
      return true;
    }
    let last: Outcome = 'cancelled';
    let kept: Waiter | undefined;
    for (let waiter = this.#waiters; waiter; ) {
      const { next } = waiter;
      const reason = this.#reasonToLeave(waiter, now);
      if (reason === undefined) {
        waiter.next = kept;
        kept = waiter;
      } else {
        last = reason;
        waiter.reject(reason === 'timeout' ? this.#timeout() : cancelled(this.#owner.name));
      }
      waiter = next;
    }
    this.#waiters = kept;
    if (kept) return false;
    const hadTime = this.isSent && now - this.startedAt >= this.#owner.timeoutMs * fairShare;
    this.#owner.ended(this, last, last === 'timeout' && hadTime ? false : undefined);
    return true;
  }

  answered(status: number, contentType: string, text: string): void {
    this.#answered(() => readAnswer(this.#owner, { status, contentType, text }), status);
  }

  answeredClean(bytes: Buffer): void {
    let whole: Buffer | undefined;
    let text: string | undefined;
    this.#answered(({ passesOn }) => {
      if (passesOn) {
        whole ??= Buffer.from(bytes);
        return { whole };
      }
      text ??= bytes.toString();
      return readAnswer(this.#owner, { status: 200, contentType: '', text });
    }, 200);
  }

  /** Read for each: what one of them changes is nothing to the others. */
  #answered(read: (waiter: Waiter) => SubgraphAnswer, status: number): void {
    let outcome: Outcome = 'ok';
    let isAlive = true;
    for (let waiter = this.#waiters; waiter; waiter = waiter.next) {
      try {
        waiter.resolve(read(waiter));
      } catch (error) {
        outcome = 'unavailable';
        isAlive = status < 500;
        waiter.reject(error);
      }
    }
    this.#waiters = undefined;
    this.#owner.ended(this, outcome, isAlive);
  }

  failed({ kind, reason, cause, isCounted }: TransportFailure): void {
    const subgraph = this.#owner.name;
    if (kind === 'OVERLOADED') {
      this.#end('overloaded', undefined, subgraphErrors.make('SUBGRAPH_OVERLOADED', { detail: { subgraph } }));
    } else {
      const isAlive = kind === 'CLOSED' || isCounted ? undefined : kind === 'TOO_LARGE';
      const detail = { subgraph, kind, reason };
      this.#end('unavailable', isAlive, subgraphErrors.make('SUBGRAPH_UNAVAILABLE', { cause, detail }));
    }
  }

  retried(): void {
    this.#owner.retried();
    this.asking.watch?.retried();
  }

  #leftMs(): number {
    return Math.max(0, Math.ceil(this.startedAt + this.#owner.timeoutMs - performance.now()));
  }

  #reasonToLeave(waiter: Waiter, now: number): Outcome | undefined {
    if (waiter.deadlineAt <= now) return 'timeout';
    // A mutation that is under way is done whether or not somebody waits.
    if (waiter.signal?.aborted && (this.isRepeatable || !this.isSent)) return 'cancelled';
    return undefined;
  }

  #timeout(): LecternError {
    const { name: subgraph, timeoutMs } = this.#owner;
    return subgraphErrors.make('SUBGRAPH_TIMEOUT', { detail: { subgraph, timeoutMs } });
  }

  #end(outcome: Outcome, isAlive: boolean | undefined, error: LecternError): void {
    for (let waiter = this.#waiters; waiter; waiter = waiter.next) waiter.reject(error);
    this.#waiters = undefined;
    this.#owner.ended(this, outcome, isAlive);
  }
}

export function cancelled(subgraph: string): LecternError {
  return subgraphErrors.make('SUBGRAPH_UNAVAILABLE', { detail: { subgraph, reason: 'cancelled' } });
}

import type { IssuerKey } from '../../answers/school/token-issuer.ts';

/** The field that is subscribed to: what all see alike, or what each has of their own. */
export type Field = 'board' | 'result';

export type Ground = {
  readonly port: number;
  /** Each process has source addresses of its own, 127.0.HOST.x: one has too few ports for all. */
  readonly host: number;
  readonly key: IssuerKey;
  readonly field: Field;
  /** What `board` shows; results are known by the number of the client. */
  readonly board: string;
  /** SDK: small fixed ids. FOREIGN: random UUIDs, as the library graphql-ws makes them. */
  readonly ids: 'SDK' | 'FOREIGN';
  /** Whether the first event comes by itself, or a subscription is silent until something happens. */
  readonly hasSnapshot: boolean;
};

export type Order =
  | { readonly kind: 'open'; readonly ground: Ground; readonly from: number; readonly count: number }
  /** From now on counts begin anew; `readsAll`: every message is read, not one in a hundred. */
  | { readonly kind: 'mark'; readonly readsAll: boolean }
  /** Until every client has had so many events since the mark, or nothing has come for `quietMs`. */
  | { readonly kind: 'await'; readonly events: number; readonly quietMs: number }
  /** Every socket is destroyed at once; the clients come back by themselves, and have caught up with this revision. */
  | { readonly kind: 'cut'; readonly revision: number }
  | { readonly kind: 'catchUp'; readonly withinMs: number }
  | {
      readonly kind: 'churn';
      readonly ground: Ground;
      readonly from: number;
      readonly population: number;
      readonly seconds: number;
    }
  | { readonly kind: 'leave' };

export type Summary = {
  readonly clients: number;
  /** Since the mark. */
  readonly events: number;
  /** Clients that have not had as many as were awaited, or not seen what they were to see. */
  readonly missing: number;
  readonly latencyMs: readonly number[];
  /** Events that never came, by the revisions of those that were read. */
  readonly gaps: number;
  /** Events older than one that came before. */
  readonly disorder: number;
  readonly resumed: number;
  readonly snapshots: number;
  readonly faults: Readonly<Record<string, number>>;
  /** When the order was done, or the last client had what it was to have; milliseconds of the machine's steady clock. */
  readonly atMs: number;
  readonly beganAtMs: number;
};

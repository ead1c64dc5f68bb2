import type { Viewer } from '@lectern/request-signing';
import type { Asking } from './client.ts';
import type { SubgraphRequest } from './subgraph-request.ts';

/** The reads under way to one subgraph, found by all that decides their answer. */
export type InFlight = {
  /** One that sends the same body, for the same viewer, with the same forwarded headers. */
  find(fingerprint: number, body: string, asking: Asking): SubgraphRequest | undefined;
  add(request: SubgraphRequest): void;
  remove(request: SubgraphRequest): void;
  /** What is under way is shared no further: it may not know of what has happened since. */
  forget(): void;
};

/**
 * Requests are filed under a number taken from a few of their characters and compared in full only there: hashing a
 * whole body costs 1.4 µs per thousand characters, and next to no two bodies under way are the same.
 */
export function createInFlight(): InFlight {
  const requests = new Map<number, SubgraphRequest>();
  return {
    find(fingerprint, body, asking) {
      let request = requests.get(fingerprint);
      while (request && !isSame(request, body, asking)) request = request.nextInFlight;
      return request;
    },
    add(request) {
      request.nextInFlight = requests.get(request.fingerprint);
      requests.set(request.fingerprint, request);
    },
    forget: () => requests.clear(),
    remove(request) {
      const first = requests.get(request.fingerprint);
      if (first === request) {
        if (request.nextInFlight) requests.set(request.fingerprint, request.nextInFlight);
        else requests.delete(request.fingerprint);
        return;
      }
      for (let before = first; before; before = before.nextInFlight) {
        if (before.nextInFlight === request) before.nextInFlight = request.nextInFlight;
      }
    },
  };
}

const sampledCharacters = 24;

/** Takes the end of each text, where variables, ids and tokens differ. */
export function fingerprintOf(body: string, asking: Asking): number {
  let print = mix(body.length, body);
  const { viewer, forwarded } = asking;
  if (viewer.kind === 'USER') print = mix(print, viewer.id);
  // Added up, so that the order of headers is nothing.
  if (forwarded) for (const name in forwarded) print = (print + mix(name.length, forwarded[name] ?? '')) | 0;
  return print;
}

function mix(seed: number, text: string): number {
  let print = seed;
  for (let i = Math.max(0, text.length - sampledCharacters); i < text.length; i++) {
    print = (Math.imul(print, 31) + text.charCodeAt(i)) | 0;
  }
  return print;
}

function isSame(request: SubgraphRequest, body: string, asking: Asking): boolean {
  return (
    request.body === body &&
    isSameViewer(request.asking.viewer, asking.viewer) &&
    areSameHeaders(request.asking.forwarded, asking.forwarded)
  );
}

function isSameViewer(one: Viewer, other: Viewer): boolean {
  if (one === other) return true;
  switch (one.kind) {
    case 'ANONYMOUS':
      return other.kind === 'ANONYMOUS';
    case 'SERVICE':
      return other.kind === 'SERVICE' && one.name === other.name;
    case 'USER':
      return (
        other.kind === 'USER' &&
        one.id === other.id &&
        one.via === other.via &&
        one.address === other.address &&
        one.roles.length === other.roles.length &&
        one.roles.every((role, index) => role === other.roles[index])
      );
  }
}

function areSameHeaders(one: Asking['forwarded'], other: Asking['forwarded']): boolean {
  if (one === other) return true;
  const names = Object.keys(one ?? {});
  return (
    names.length === Object.keys(other ?? {}).length &&
    names.every((name) => other !== undefined && one?.[name] === other[name])
  );
}

import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';

/** What a client accepts decides the media type of its answer; Apollo Server negotiates, and it is remembered. */
export type MediaTypes = {
  /** Of the answer to a request with these headers; undefined where Apollo Server has not been asked yet. */
  find(headers: IncomingHttpHeaders): string | undefined;
  learn(headers: IncomingHttpHeaders, mediaType: string | undefined): void;
};

const json = 'application/json; charset=utf-8';
/** There are as many as there are kinds of clients; what someone makes up must not keep theirs out. */
const knownMax = 100;

export function createMediaTypes(): MediaTypes {
  const known = new LRUCache<string, string>({ max: knownMax });
  return {
    find: ({ accept }) => (accept === undefined || accept === '*/*' ? json : known.get(accept)),
    learn({ accept }, mediaType) {
      if (accept !== undefined && mediaType !== undefined && accept.length <= 200) known.set(accept, mediaType);
    },
  };
}

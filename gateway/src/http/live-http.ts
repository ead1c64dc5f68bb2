import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Credentials } from '../viewer/authenticate.ts';
import type { AcceptedStream } from './accepted-stream.ts';

/** An operation whose answer may go on. */
export type LiveRequest = {
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
  readonly accepted: AcceptedStream;
  /** Query, variables and so on, each of its type. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** They have been found good. */
  readonly credentials: Credentials;
  readonly address: string;
  readonly requestId: string;
  /** Takes the response away from the edge, with the headers set that all answers have. */
  take(): void;
};

/**
 * Answers over a response that stays open. False for what is better answered in one piece, and was not touched. Rejects
 * with what the client is to be told instead, as long as the response was not taken.
 */
export type LiveHttp = (request: LiveRequest) => Promise<boolean>;

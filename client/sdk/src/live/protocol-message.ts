import { isRecord } from '../request/graph-response.ts';

/** What a server may say in the protocol graphql-transport-ws. */
export type ProtocolMessage =
  | { readonly type: 'connection_ack' | 'ping' | 'pong' }
  | { readonly type: 'next'; readonly id: string; readonly payload: unknown }
  | { readonly type: 'error'; readonly id: string; readonly payload: readonly unknown[] }
  | { readonly type: 'complete'; readonly id: string };

/** Null: it is not of the protocol. */
export function parseMessage(text: string): ProtocolMessage | null {
  const message = parse(text);
  if (!isRecord(message)) return null;
  const { type, id, payload } = message;
  if (type === 'connection_ack' || type === 'ping' || type === 'pong') return { type };
  if (typeof id !== 'string') return null;
  if (type === 'next' && isRecord(payload)) return { type, id, payload };
  if (type === 'error' && Array.isArray(payload)) return { type, id, payload };
  return type === 'complete' ? { type, id } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

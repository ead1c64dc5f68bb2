import { readGlobal } from '../environment.ts';

/** The part of a WebSocket that is used: of a browser's, Node's, React Native's, or that of the package `ws`. */
type WebSocketLike = {
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code?: number }) => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(code: number, reason: string): void;
};

export type WebSocketClass = new (url: string, protocol: string) => WebSocketLike;

export type WebSocketEvents = {
  readonly onOpen: () => void;
  readonly onMessage: (text: string) => void;
  /** Called once, by an error as well, then without a code. */
  readonly onClose: (code: number | undefined) => void;
};

export type WebSocketLine = {
  /** Whether it is open, or on the way there. */
  isUsable(): boolean;
  /** Nothing, unless it is open. */
  send(text: string): void;
  /** Closes it; nothing is heard of it any more. */
  abandon(code: number): void;
};

const open = 1;

/** The class given, or the one that the place has. */
export function webSocketClass(given: unknown): WebSocketClass {
  const found = given ?? readGlobal('WebSocket');
  if (!isWebSocketClass(found)) {
    throw new Error(
      'There is no WebSocket here. Give `webSocket` to createLectern, for example that of the package ws.',
    );
  }
  return found;
}

function isWebSocketClass(value: unknown): value is WebSocketClass {
  return typeof value === 'function';
}

export function openWebSocket(Socket: WebSocketClass, url: string, events: WebSocketEvents): WebSocketLine {
  const socket = new Socket(url, 'graphql-transport-ws');
  function silence(): void {
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    // Not null: the package ws throws errors that nobody listens to.
    socket.onerror = () => {};
  }
  function closed(code: number | undefined): void {
    silence();
    events.onClose(code);
  }
  socket.onopen = events.onOpen;
  socket.onmessage = ({ data }) => events.onMessage(String(data));
  socket.onclose = ({ code }) => closed(code);
  socket.onerror = () => closed(undefined);
  return {
    isUsable: () => socket.readyState <= open,
    send(text) {
      if (socket.readyState === open) socket.send(text);
    },
    abandon(code) {
      silence();
      socket.close(code, '');
    },
  };
}

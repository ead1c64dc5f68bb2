import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';

export type StreamEvent = {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
  readonly retry?: string;
  readonly comments: readonly string[];
};

export type RawStream = AsyncDisposable & {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The next block of lines of an event stream, heartbeats included. */
  next(): Promise<StreamEvent>;
  /** The next one that is an event or the reason of an end, heartbeats left out. */
  nextEvent(): Promise<StreamEvent>;
  /** The next part of a multipart body, as JSON. */
  nextPart(): Promise<unknown>;
  /** What is left when the body has ended; rejects when it was cut. */
  rest(): Promise<string>;
  /** Waits until the body is over, however that came. */
  readonly over: Promise<'ENDED' | 'CUT'>;
  /** Takes no more bytes. */
  pause(): void;
  resume(): void;
  /** Cuts the connection. */
  cut(): void;
};

export type StreamRequest = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Goes into the body, or for GET into the address. */
  readonly payload: object;
};

/** Sends an operation and leaves the answer open. */
export async function rawStream(gatewayUrl: string, asked: StreamRequest): Promise<RawStream> {
  const { method = 'POST', headers = {}, payload } = asked;
  const url = new URL(`${gatewayUrl}/graphql`);
  if (method === 'GET') {
    for (const [name, value] of Object.entries(payload)) {
      url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  }
  const json = method === 'GET' ? {} : { 'content-type': 'application/json' };
  const sent = request(url, { method, headers: { ...json, ...headers }, agent: false });
  sent.end(method === 'GET' ? undefined : JSON.stringify(payload));
  const [response] = await once(sent, 'response');
  response.setEncoding('utf8');
  let text = '';
  let wake = () => {};
  const over = new Promise<'ENDED' | 'CUT'>((resolve) => {
    response.once('end', () => resolve('ENDED'));
    response.on('error', () => resolve('CUT'));
    response.once('close', () => resolve('CUT'));
  });
  let isOver = false;
  void over.then(() => {
    isOver = true;
    wake();
  });
  response.on('data', (more: string) => {
    text += more;
    wake();
  });

  async function readTo(end: string): Promise<string> {
    for (let at = text.indexOf(end); ; at = text.indexOf(end)) {
      if (at >= 0) {
        const found = text.slice(0, at);
        text = text.slice(at + end.length);
        return found;
      }
      if (isOver) throw new Error(`the stream has ended: ${text}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  const next = async () => eventIn(await readTo('\n\n'));
  return {
    status: response.statusCode,
    headers: response.headers,
    next,
    async nextEvent() {
      for (;;) {
        const event = await next();
        if (event.event !== undefined || event.retry !== undefined) return event;
      }
    },
    async nextPart() {
      const part = await readTo('\r\n--graphql');
      return part === '' ? undefined : JSON.parse(part.slice(part.indexOf('\r\n\r\n')));
    },
    async rest() {
      if ((await over) === 'CUT') throw new Error(`the stream was cut: ${text}`);
      return text;
    },
    over,
    pause: () => response.pause(),
    resume: () => response.resume(),
    cut: () => sent.destroy(),
    async [Symbol.asyncDispose]() {
      sent.destroy();
      await over;
    },
  };
}

function eventIn(block: string): StreamEvent {
  const fields: Record<string, string> = {};
  const comments: string[] = [];
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
    if (name === '') comments.push(value);
    else fields[name] = value;
  }
  return { ...fields, comments };
}

export const sse = { accept: 'text/event-stream' };
export const multipart = { accept: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0, application/json' };

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

type FrameOptions = {
  readonly isLast?: boolean;
  /** The three reserved bits, as 1 to 7. */
  readonly reserved?: number;
  readonly isMasked?: boolean;
  /** What the head says of the length, whatever is sent. */
  readonly saidLength?: number | bigint;
};

/** A WebSocket frame as a client sends it, or as none may. */
export function frame(opcode: number, payload: string | Uint8Array = '', options: FrameOptions = {}): Buffer {
  const { isLast = true, reserved = 0, isMasked = true } = options;
  const bytes = Buffer.from(payload);
  const length = BigInt(options.saidLength ?? bytes.length);
  const first = (isLast ? 0x80 : 0) | (reserved << 4) | opcode;
  const masked = isMasked ? 0x80 : 0;
  const head = lengthHead(first, masked, length);
  if (!isMasked) return Buffer.concat([head, bytes]);
  const mask = randomBytes(4);
  return Buffer.concat([head, mask, bytes.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}

function lengthHead(first: number, masked: number, length: bigint): Buffer {
  if (length < 126n) return Buffer.from([first, masked | Number(length)]);
  const isShort = length < 65_536n;
  const head = Buffer.alloc(isShort ? 4 : 10);
  head.set([first, masked | (isShort ? 126 : 127)]);
  if (isShort) head.writeUInt16BE(Number(length), 2);
  else head.writeBigUInt64BE(length, 2);
  return head;
}

export type RawUpgrade = AsyncDisposable & {
  /** Of the answer to the handshake. */
  readonly status: number;
  readonly head: string;
  /** Resolves when the bytes have left, or cannot any more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends our side. */
  end(): void;
  /** Texts that came so far. */
  readonly texts: readonly string[];
  /** What the pongs that came so far carry. */
  readonly pongs: readonly string[];
  /** Pings that came so far. */
  pings(): number;
  /** The code of the server's close frame, as soon as it comes; undefined when the connection ends without. */
  readonly closeCode: Promise<number | undefined>;
  /** The connection has gone. */
  readonly gone: Promise<void>;
};

type UpgradeOptions = {
  readonly method?: string;
  readonly path?: string;
  /** Over the usual ones; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Answers neither ping nor close. */
  readonly isDeaf?: boolean;
};

/** A connection made by hand, to send what no WebSocket library would. It hangs up at a close frame, unless deaf. */
export async function rawUpgrade(gatewayUrl: string, options: UpgradeOptions = {}): Promise<RawUpgrade> {
  const { hostname, port, host } = new URL(gatewayUrl);
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(handshake(host, options));
  const texts: string[] = [];
  const pongs: string[] = [];
  let pings = 0;
  const upgraded = Promise.withResolvers<string>();
  const closeCode = Promise.withResolvers<number | undefined>();
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
      closeCode.resolve(undefined);
      upgraded.reject(new Error('the connection was closed before the handshake was answered'));
    });
  });

  function take(opcode: number, payload: Buffer): void {
    if (opcode === opcodes.text) texts.push(payload.toString());
    if (opcode === opcodes.pong) pongs.push(payload.toString());
    if (opcode === opcodes.ping) {
      pings += 1;
      if (!options.isDeaf) socket.write(frame(opcodes.pong, payload));
    }
    if (opcode === opcodes.close) {
      closeCode.resolve(payload.length < 2 ? 1005 : payload.readUInt16BE(0));
      if (!options.isDeaf) socket.destroy();
    }
  }

  let received = Buffer.alloc(0);
  let isUpgraded = false;
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    if (!isUpgraded) {
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      isUpgraded = true;
      upgraded.resolve(received.toString('latin1', 0, end));
      received = received.subarray(end + 4);
    }
    received = takeFrames(received, take);
  });
  const head = await upgraded.promise;
  return {
    status: Number(head.split(' ')[1]),
    head,
    // The callback comes with an error when the connection has gone.
    write: (bytes) => new Promise((resolve) => void socket.write(bytes, () => resolve())),
    end: () => void socket.end(),
    texts,
    pongs,
    pings: () => pings,
    closeCode: closeCode.promise,
    gone,
    async [Symbol.asyncDispose]() {
      socket.destroy();
      await gone;
    },
  };
}

function handshake(host: string, { method = 'GET', path = '/graphql', headers = {} }: UpgradeOptions): string {
  const all: Readonly<Record<string, string | undefined>> = {
    host,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    'sec-websocket-protocol': 'graphql-transport-ws',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** Hands over the whole frames of a server, which are not masked, and gives what is left. */
function takeFrames(bytes: Buffer, take: (opcode: number, payload: Buffer) => void): Buffer<ArrayBuffer> {
  let rest = Buffer.from(bytes);
  for (;;) {
    const [first, second] = rest;
    if (first === undefined || second === undefined) return rest;
    const at = second < 126 ? 2 : second === 126 ? 4 : 10;
    if (rest.length < at) return rest;
    const length = at === 2 ? second : at === 4 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
    if (rest.length < at + length) return rest;
    take(first & 0x0f, rest.subarray(at, at + length));
    rest = rest.subarray(at + length);
  }
}

import type { Socket } from 'node:net';
import {
  type AnswerFrame,
  createPacketReader,
  lineAnswers,
  type PacketMac,
  packetBytesMax,
  type ReceivedRequest,
  writeAnswers,
} from '@lectern/request-line';

/**
 * What becomes of one request; rejects where the request is none of ours. `isWanted` is false when there is nobody any more
 * to be told.
 */
export type AnswerRequest = (request: ReceivedRequest, isWanted: () => boolean) => Promise<Omit<AnswerFrame, 'id'>>;

export type ServerLineOptions = {
  readonly socket: Socket;
  readonly mac: PacketMac;
  /** Bytes of the largest request. */
  readonly bodyLimit: number;
  readonly answer: AnswerRequest;
  /** How long a line may be without a packet that is signed for it; 60,000. */
  readonly unprovenMs?: number;
  /** Told why what came cannot be believed; the line is closed then. */
  readonly onBroken: (error: Error) => void;
  readonly onClosed: () => void;
};

export type ServerLine = {
  feed(bytes: Buffer): void;
  /** Tells the other end to send no more; the line is closed when all is answered and the other end has left. */
  drain(): void;
  close(): void;
};

/**
 * A handshake can be sent again by whoever overhears it, for as long as its signature is good; a packet cannot be made without
 * the secret. Longer than a gateway keeps a line that it does not use.
 */
const defaultUnprovenMs = 60_000;
/** What may wait for a client that does not read; far above what a thousand papers take. */
const unsentBytesMax = 268_435_456;

/** The subgraph's end of one line. */
export function createServerLine({
  socket,
  mac,
  bodyLimit,
  answer,
  unprovenMs = defaultUnprovenMs,
  onBroken,
  onClosed,
}: ServerLineOptions): ServerLine {
  let answers: AnswerFrame[] = [];
  let unproven: NodeJS.Timeout | undefined = setTimeout(() => {
    breakOff(new Error('nothing was sent that is signed for it'));
  }, unprovenMs).unref();
  const reader = createPacketReader(mac, bodyLimit + packetBytesMax, (request) => {
    const { id } = request;
    if (unproven) settleProof();
    answer(request, isWanted).then((answered) => send({ id, ...answered }), breakOff);
  });

  const isWanted = () => !socket.destroyed;

  function settleProof(): void {
    clearTimeout(unproven);
    unproven = undefined;
  }

  /** All answers of one turn of the event loop are one write: a flush of the database answers dozens at once. */
  function send(frame: AnswerFrame): void {
    answers.push(frame);
    if (answers.length === 1) setImmediate(flush);
  }

  function flush(): void {
    const ready = answers;
    answers = [];
    if (socket.destroyed) return;
    socket.write(writeAnswers(ready));
    if (socket.writableLength > unsentBytesMax) breakOff(new Error('the other end does not read'));
  }

  function breakOff(error: unknown): void {
    socket.destroy();
    onBroken(error instanceof Error ? error : new Error(String(error)));
  }

  function feed(bytes: Buffer): void {
    try {
      reader.feed(bytes, bytes.length);
    } catch (error) {
      breakOff(error);
    }
  }

  socket.on('data', feed);
  // The other end has left: whatever is still under way has nobody to be told to.
  socket.on('end', () => socket.end());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    settleProof();
    onClosed();
  });
  return {
    feed,
    drain: () => send(lineAnswers.noMore),
    close: () => socket.destroy(),
  };
}

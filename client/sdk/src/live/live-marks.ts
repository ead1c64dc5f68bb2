import { isRecord } from '../request/graph-response.ts';

/** Which event of its topic it was. Another epoch has nothing to do with this one's offsets. */
export type Position = { readonly epoch: string; readonly offset: number };

/** What the gateway says about an event, beside the event. */
export type LiveMarks = {
  readonly position: Position | undefined;
  readonly ticket: string | undefined;
  /** It is the present state, whatever came before. */
  readonly isSnapshot: boolean;
  /** Nothing was missed between the position that the client named and this. */
  readonly isResumed: boolean;
  /** The same state once more: changes do not reach the gateway at the moment. */
  readonly isStale: boolean;
  /** So many events before this one were not sent, because the client was slow. */
  readonly skippedCount: number;
};

/** Reads `extensions` of a result. A gateway that says nothing of all this is understood as well. */
export function readMarks(result: unknown): LiveMarks {
  const extensions = isRecord(result) && isRecord(result.extensions) ? result.extensions : {};
  const { position, ticket, snapshot, resumed, stale, skipped } = extensions;
  return {
    position: readPosition(position),
    ticket: typeof ticket === 'string' ? ticket : undefined,
    isSnapshot: snapshot === true,
    isResumed: resumed === true,
    isStale: stale === true,
    skippedCount: typeof skipped === 'number' ? skipped : 0,
  };
}

function readPosition(value: unknown): Position | undefined {
  if (!isRecord(value)) return undefined;
  const { epoch, offset } = value;
  return typeof epoch === 'string' && typeof offset === 'number' ? { epoch, offset } : undefined;
}

/** Whether an event shows something that has not been shown. `known` is the position of what was shown last. */
export function isNews(marks: LiveMarks, known: Position | undefined, isFirst: boolean): boolean {
  const { position, isSnapshot, isResumed, isStale } = marks;
  if (isSnapshot || (isFirst && !isResumed)) return true;
  if (!known || !position) return !isStale;
  return position.epoch !== known.epoch || position.offset > known.offset;
}

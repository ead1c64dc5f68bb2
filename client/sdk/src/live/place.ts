import type { Environment } from '../environment.ts';
import { isNews, type LiveMarks, type Position } from './live-marks.ts';
import { elapsedMs, type Moment } from './moment.ts';

/** As long as the gateway keeps events. */
export const resumeWithinMs = 60_000;

/** How far a subscription has come, and the proof that it may go on from there. */
export type Place = {
  /** The extensions of the next subscribe message. */
  extensions(): Readonly<Record<string, unknown>>;
  /** Takes note of an event; whether it shows anything new. */
  take(marks: LiveMarks, isFirst: boolean): boolean;
  /** The line was heard of last at this moment. */
  lose(heardAt: Moment): void;
  /** What was received does not count any more: somebody else may be asking. */
  forget(): void;
};

export function createPlace(environment: Pick<Environment, 'now' | 'date'>): Place {
  let position: Position | undefined;
  let ticket: string | undefined;
  let lostAt: Moment | undefined;

  function forget(): void {
    position = undefined;
    ticket = undefined;
  }

  return {
    extensions() {
      if (lostAt && elapsedMs(lostAt, environment) >= resumeWithinMs) forget();
      return position ? { resume: { ...position, ...(ticket === undefined ? {} : { ticket }) } } : {};
    },
    take(marks, isFirst) {
      const news = isNews(marks, position, isFirst);
      lostAt = undefined;
      ticket = marks.ticket ?? ticket;
      // A present state of an unknown position: events after the former one may be in it or not.
      const isState = marks.isSnapshot || (isFirst && !marks.isResumed);
      if (news) position = marks.position ?? (isState ? undefined : position);
      return news;
    },
    lose(heardAt) {
      lostAt ??= heardAt;
    },
    forget,
  };
}

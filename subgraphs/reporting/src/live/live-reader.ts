import type { EntityManager } from '@mikro-orm/postgresql';
import type { Leaderboard } from './leaderboard.ts';
import { countExam, listRecentHandIns } from './live.queries.ts';
import { type LiveStats, toLiveStats } from './live-stats.ts';

export type LiveReader = {
  /** The numbers as they are now. */
  read(examId: string): Promise<LiveStats>;
  /** As `read`, but those who ask while it is being read share one answer: a full room costs no more than one viewer. */
  readShared(examId: string): Promise<LiveStats>;
};

export function createLiveReader(em: EntityManager, leaderboard: Pick<Leaderboard, 'leaders'>): LiveReader {
  const reading = new Map<string, Promise<LiveStats>>();

  async function read(examId: string): Promise<LiveStats> {
    const [counters, recent, best] = await Promise.all([
      countExam(em.fork(), examId),
      listRecentHandIns(em.fork(), examId),
      leaderboard.leaders(examId),
    ]);
    return toLiveStats(examId, counters, best, recent);
  }

  return {
    read,
    readShared(examId) {
      const running = reading.get(examId);
      if (running) return running;
      const started = read(examId).finally(() => reading.delete(examId));
      reading.set(examId, started);
      return started;
    },
  };
}

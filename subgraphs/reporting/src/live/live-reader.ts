import { transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Leaderboard } from './leaderboard.ts';
import { countExam, listBestOf, listLeaders, listRecentHandIns } from './live.queries.ts';
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
    const learnerIds = await leaderboard.leaders(examId);
    // One snapshot: a hand-in that is counted is also in the list.
    return transaction(
      em,
      async (snapshot) => {
        const counters = await countExam(snapshot, examId);
        const recent = await listRecentHandIns(snapshot, examId);
        const best = learnerIds
          ? await listBestOf(
              snapshot,
              learnerIds.map((learnerId) => ({ examId, learnerId })),
            )
          : await listLeaders(snapshot, examId);
        return toLiveStats(examId, counters, best, recent);
      },
      { isolation: 'repeatable read' },
    );
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

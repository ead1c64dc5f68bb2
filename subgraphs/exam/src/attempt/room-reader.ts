import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { isUuid } from '../db/uuid.ts';
import { readRooms } from './attempt-room.queries.ts';
import type { OwnedRoom } from './attempt-room.ts';

/** Reads rooms of attempts, those that many learners ask for in the same moment together. */
export type RoomReader = { find(attemptId: string): Promise<OwnedRoom | null> };

const readTogetherMax = 500;
/** Learners report every half minute: a few milliseconds more are nothing to them, and ten times fewer statements to us. */
const gatherMs = 5;

/** `em` gives a fork. */
export function createRoomReader(em: () => EntityManager): RoomReader {
  const loader = new DataLoader<string, OwnedRoom | null>(
    async (ids) => {
      const found = new Map((await readRooms(em(), ids)).map((owned) => [owned.room.attemptId, owned]));
      return ids.map((id) => found.get(id) ?? null);
    },
    {
      cache: false,
      maxBatchSize: readTogetherMax,
      batchScheduleFn: (run) => void setTimeout(run, gatherMs),
    },
  );
  return { find: async (attemptId) => (isUuid(attemptId) ? loader.load(attemptId.toLowerCase()) : null) };
}

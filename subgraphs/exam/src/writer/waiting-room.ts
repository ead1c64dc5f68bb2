/** How much may wait for the database in all, shared by lanes that must not crowd each other out. */
export type WaitingRoom = {
  /** Takes a place for one more of a lane where `waiting` wait already; false when there is none. */
  enter(waiting: number): boolean;
  leave(count: number): void;
  /** How many wait, in all lanes. */
  depth(): number;
};

/** What one lane may take of the room: a flood of answers leaves places for starts and hand-ins, and the other way. */
const laneShare = 0.75;

export function createWaitingRoom(max: number): WaitingRoom {
  const laneMax = Math.max(1, Math.ceil(max * laneShare));
  let depth = 0;
  return {
    enter(waiting) {
      if (depth >= max || waiting >= laneMax) return false;
      depth += 1;
      return true;
    },
    leave(count) {
      depth -= count;
    },
    depth: () => depth,
  };
}

/**
 * The order in which an attempt shows its questions and choices, from the attempt's seed. The result must stay the same
 * for ever: running attempts and old results are read with it. order.test.ts holds golden values.
 */

/** `things` in the order that belongs to `seed` and `salt`; every order is equally likely over all seeds. */
export function shuffled<T>(things: readonly T[], seed: number, salt: string): T[] {
  const random = randomFrom(seed, salt);
  const order = [...things];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const moved = order[last] as T;
    order[last] = order[other] as T;
    order[other] = moved;
  }
  return order;
}

/**
 * The same order from its end to its beginning, one by one: whoever takes a few of many pays for the few. What was moved
 * is noted instead of copied; a pool of thousands would else be copied for each attempt.
 */
export function* shuffledBackwards<T>(things: readonly T[], seed: number, salt: string): Generator<T, undefined> {
  const random = randomFrom(seed, salt);
  const movedTo = new Map<number, number>();
  for (let last = things.length - 1; last >= 0; last -= 1) {
    // The first of all is left when all others are taken, as in `shuffled`: no number is spent on it.
    const other = last === 0 ? 0 : Math.floor(random() * (last + 1));
    const chosen = things[movedTo.get(other) ?? other];
    movedTo.set(other, movedTo.get(last) ?? last);
    if (chosen !== undefined) yield chosen;
  }
}

/** Numbers in [0, 1) by mulberry32, begun at a hash (FNV-1a of the salt, murmur3's last step over both). */
function randomFrom(seed: number, salt: string): () => number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < salt.length; index += 1) hash = Math.imul(hash ^ salt.charCodeAt(index), 0x01000193);
  let state = mixed(hash ^ mixed(seed));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function mixed(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

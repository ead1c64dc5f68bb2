/**
 * Many deadlines with one timer. What is due is noticed up to one tick late, which is why there is no timer for each:
 * a socket that lives for hours costs two of them, and there are as many sockets as viewers.
 */
export type TimingWheel<Item> = Disposable & {
  /** Puts the item's only deadline, in milliseconds of `performance.now()`, in the place of an earlier one. */
  set(item: Item, at: number): void;
  delete(item: Item): void;
  readonly size: number;
};

export type TimingWheelOptions<Item> = {
  readonly tickMs: number;
  readonly slots: number;
  /** Called once for each deadline that has passed. */
  readonly onDue: (item: Item) => void;
};

export function createTimingWheel<Item extends object>(options: TimingWheelOptions<Item>): TimingWheel<Item> {
  const { tickMs, onDue } = options;
  const slots = Array.from({ length: options.slots }, () => new Map<Item, number>());
  const slotOf = new Map<Item, Map<Item, number>>();
  let tick = Math.floor(performance.now() / tickMs);

  function turn(): void {
    const now = performance.now();
    const last = Math.floor(now / tickMs);
    // A process that was stopped for longer than a round looks at each slot once.
    tick = Math.max(tick, last - slots.length);
    for (; tick < last; tick += 1) {
      for (const [item, at] of slots[tick % slots.length] ?? []) {
        if (at > now || slotOf.get(item)?.get(item) !== at) continue;
        remove(item);
        onDue(item);
      }
    }
  }

  function remove(item: Item): void {
    slotOf.get(item)?.delete(item);
    slotOf.delete(item);
  }

  const timer = setInterval(turn, tickMs);
  timer.unref();
  return {
    set(item, at) {
      remove(item);
      const slot = slots[Math.max(tick, Math.floor(at / tickMs)) % slots.length];
      if (!slot) return;
      slot.set(item, at);
      slotOf.set(item, slot);
    },
    delete: remove,
    get size() {
      return slotOf.size;
    },
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}

import type { GatheredReads } from '@lectern/postgres';

/** What one request has read, so that it sees the same wherever it asks. */
export type Memo<Value> = {
  load(key: string): Promise<Value>;
  /** Where it is known already. */
  prime(key: string, value: Value): void;
};

/** Much lighter than a DataLoader: the reading behind it gathers by itself. */
export function memoise<Value>(reads: GatheredReads<Value>): Memo<Value> {
  const known = new Map<string, Promise<Value>>();
  return {
    load(key) {
      const read = known.get(key) ?? reads.load(key);
      known.set(key, read);
      return read;
    },
    prime(key, value) {
      if (!known.has(key)) known.set(key, Promise.resolve(value));
    },
  };
}

/**
 * Members that are made when they are first asked for: a request needs two or three of them. The getters stand on one
 * prototype for all, since defining them for each request would cost more than it saves.
 */
export function lazily<Ground extends object, Members extends object>(
  makers: { readonly [Name in keyof Members]: (ground: Ground, members: Members) => Members[Name] },
): (ground: Ground) => Members {
  const groundOf = new WeakMap<object, Ground>();
  const prototype = {};
  for (const name in makers) {
    const make = makers[name];
    Object.defineProperty(prototype, name, {
      get(this: Members) {
        const ground = groundOf.get(this);
        if (!ground) throw new Error(`${name} belongs to no request`);
        const value = make(ground, this);
        Object.defineProperty(this, name, { value });
        return value;
      },
    });
  }
  return (ground) => {
    const members: Members = Object.create(prototype);
    groundOf.set(members, ground);
    return members;
  };
}

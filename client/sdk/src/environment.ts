/** What the SDK takes from where it runs; tests give their own. */
export type Environment = {
  /** Milliseconds that only go forward, from any origin. */
  readonly now: () => number;
  /** Milliseconds by the device's calendar: people may set it, but it goes on where `now` may stand still, in sleep. */
  readonly date: () => number;
  /** From 0, inclusive, to 1, exclusive. */
  readonly random: () => number;
};

export const defaultEnvironment: Environment = {
  now: () => performance.now(),
  date: Date.now,
  random: Math.random,
};

/** True in a web page, where the browser keeps the session cookie. */
export function isWebPage(): boolean {
  return 'document' in globalThis;
}

/** A global that only some places have; undefined elsewhere. The SDK is compiled without the DOM's types. */
export function readGlobal(name: string): unknown {
  return Reflect.get(globalThis, name);
}

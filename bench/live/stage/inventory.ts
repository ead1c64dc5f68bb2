import type { LiveServer } from './servers.ts';

/** What a process holds on to that could be forgotten. */
export type Inventory = {
  /** Functions that wait for an event, of all emitters that are alive. */
  readonly listeners: number;
  readonly emitters: number;
  /** Timers that have not fired or been cleared, those included that keep no process alive. */
  readonly timers: number;
  /** Open handles and requests, by kind. */
  readonly resources: Readonly<Record<string, number>>;
};

const emitterPrototype = `process.getBuiltinModule('node:events').EventEmitter.prototype`;
const timerPrototype = `(() => {
  const timer = setTimeout(() => undefined, 0);
  clearTimeout(timer);
  return Object.getPrototypeOf(timer);
})()`;
const countListeners = `function () {
  let listeners = 0;
  for (const emitter of this) {
    if (Object.getPrototypeOf(emitter) === null || !emitter._events) continue;
    for (const name of Reflect.ownKeys(emitter._events)) {
      const heard = emitter._events[name];
      listeners += typeof heard === 'function' ? 1 : (heard?.length ?? 0);
    }
  }
  return { listeners, emitters: this.length };
}`;
const countTimers = `function () { return { timers: this.filter((timer) => timer._destroyed === false).length }; }`;
const countResources = `(() => {
  const counts = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
})()`;

/** Asked by the inspector: objects that the garbage collector finds alive are counted, whoever knows of them. */
export async function takeInventory({ inspector }: LiveServer): Promise<Inventory> {
  const ask = async (method: string, params: object): Promise<Answer> => {
    const answer = await inspector.send(method, params);
    if (!isRecord(answer)) throw new Error(`the inspector does not answer ${method}`);
    return answer;
  };
  const evaluate = (expression: string, returnByValue: boolean) =>
    ask('Runtime.evaluate', { expression, returnByValue, objectGroup: 'inventory' });
  const countAlive = async (prototype: string, count: string): Promise<Record<string, number>> => {
    const { result } = await evaluate(prototype, false);
    const { objects } = await ask('Runtime.queryObjects', {
      prototypeObjectId: result?.objectId,
      objectGroup: 'inventory',
    });
    const counted = await ask('Runtime.callFunctionOn', {
      objectId: objects?.objectId,
      functionDeclaration: count,
      returnByValue: true,
    });
    return counted.result?.value ?? {};
  };
  const { listeners = 0, emitters = 0 } = await countAlive(emitterPrototype, countListeners);
  const { timers = 0 } = await countAlive(timerPrototype, countTimers);
  const { result } = await evaluate(countResources, true);
  await inspector.send('Runtime.releaseObjectGroup', { objectGroup: 'inventory' });
  return { listeners, emitters, timers, resources: result?.value ?? {} };
}

type Remote = { readonly objectId?: string; readonly value?: Record<string, number> };
type Answer = { readonly result?: Remote; readonly objects?: Remote };
const isRecord = (value: unknown): value is Answer => typeof value === 'object' && value !== null;

/** How much more there is than before. */
export function growthOf(before: Inventory, after: Inventory): Readonly<Record<string, number>> {
  const grown: Record<string, number> = {};
  const compare = (name: string, was: number, is: number) => {
    if (is > was) grown[name] = is - was;
  };
  compare('listeners', before.listeners, after.listeners);
  compare('emitters', before.emitters, after.emitters);
  compare('timers', before.timers, after.timers);
  for (const [kind, count] of Object.entries(after.resources)) compare(kind, before.resources[kind] ?? 0, count);
  return grown;
}

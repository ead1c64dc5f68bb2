import { type Environment, readGlobal } from '../environment.ts';
import { elapsedMs, momentOf } from './moment.ts';

type Listen = (type: string, listener: () => void) => void;
type Target = { readonly add: Listen; readonly remove: Listen };

/** A device that says it is offline has a dead line, which would be noticed much later otherwise. */
const pageEvents = ['online', 'offline', 'pageshow'];
/** How often the clocks are looked at, in milliseconds. */
const lookEveryMs = 5_000;
/** A timer that is this much late was not slow: the device slept, or the page was put aside. */
const sleptMs = 5_000;

/**
 * Calls the listener when a line may have died unnoticed: the page is looked at again or comes out of the browser's
 * store, the device goes offline or online, or time has jumped, which is all that apps outside of a browser can see of sleep.
 */
export function onWake(environment: Pick<Environment, 'now' | 'date'>, listener: () => void): () => void {
  const page = targetOf(globalThis);
  const document = targetOf(readGlobal('document'));
  const onVisibility = () => {
    if (isVisible()) listener();
  };
  let lookedAt = momentOf(environment);
  const timer = setInterval(() => {
    const isLate = elapsedMs(lookedAt, environment) >= lookEveryMs + sleptMs;
    lookedAt = momentOf(environment);
    if (isLate) listener();
  }, lookEveryMs);
  for (const type of pageEvents) page?.add(type, listener);
  document?.add('visibilitychange', onVisibility);
  return () => {
    clearInterval(timer);
    for (const type of pageEvents) page?.remove(type, listener);
    document?.remove('visibilitychange', onVisibility);
  };
}

function isVisible(): boolean {
  const document = readGlobal('document');
  return typeof document === 'object' && document !== null && Reflect.get(document, 'visibilityState') === 'visible';
}

function targetOf(value: unknown): Target | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const add: unknown = Reflect.get(value, 'addEventListener');
  const remove: unknown = Reflect.get(value, 'removeEventListener');
  if (!isListen(add) || !isListen(remove)) return undefined;
  return { add: add.bind(value), remove: remove.bind(value) };
}

function isListen(value: unknown): value is Listen {
  return typeof value === 'function';
}

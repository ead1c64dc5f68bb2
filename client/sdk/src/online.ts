import { readGlobal } from './environment.ts';

type EventSource = (type: string, listener: () => void) => void;

/** Calls the listener when the device says that it is online again; gives back how to stop. Where nothing says so, never. */
export function onOnline(listener: () => void): () => void {
  const add = readGlobal('addEventListener');
  const remove = readGlobal('removeEventListener');
  if (!isEventSource(add) || !isEventSource(remove)) return () => {};
  add('online', listener);
  return () => remove('online', listener);
}

function isEventSource(value: unknown): value is EventSource {
  return typeof value === 'function';
}

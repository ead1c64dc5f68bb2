import type { AnswerStorage } from './answer-storage.ts';

/** A device that keeps things at all does so within this. */
const patienceMs = 3_000;
/** Once it has not, an answer waits for it no longer than this before it is sent all the same. */
const shortPatienceMs = 200;

/** The storage with a limit on every call: one that never answers (Safari's IndexedDB has) is one that fails. */
export function impatientStorage(storage: AnswerStorage): AnswerStorage {
  let limitMs = patienceMs;
  async function within<Result>(call: () => Promise<Result>): Promise<Result> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        limitMs = shortPatienceMs;
        reject(new Error('The storage of the device does not answer.'));
      }, limitMs);
    });
    try {
      const result = await Promise.race([call(), late]);
      limitMs = patienceMs;
      return result;
    } finally {
      clearTimeout(timer);
    }
  }
  return {
    isDurable: () => within(() => storage.isDurable()),
    list: (...given) => within(() => storage.list(...given)),
    append: (...given) => within(() => storage.append(...given)),
    settle: (...given) => within(() => storage.settle(...given)),
    refuse: (...given) => within(() => storage.refuse(...given)),
    forget: (...given) => within(() => storage.forget(...given)),
  };
}

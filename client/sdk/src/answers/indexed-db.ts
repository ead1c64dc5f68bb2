import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type AnswerStorage, memory, type StoredAnswer } from './answer-storage.ts';

interface AnswerDatabase extends DBSchema {
  answers: { key: [attemptId: string, questionId: string]; value: StoredAnswer; indexes: { byAttempt: string } };
  /** The highest sequence given for an attempt; it outlives the answers themselves. */
  attempts: { key: string; value: { readonly attemptId: string; readonly sequence: number } };
}

/**
 * Keeps answers in the browser's IndexedDB, shared by all tabs of the site. Where the browser has none to give
 * (private windows of some, a full disk at opening), answers stay in memory and `isDurable` says so.
 */
export function indexedDb(name = 'lectern-answers'): AnswerStorage {
  let opened: Promise<AnswerStorage> | undefined;
  const open = () => {
    opened ??= openAnswers(name, () => {
      opened = undefined;
    }).then(databaseStorage, () => memory());
    return opened;
  };
  return {
    isDurable: async () => (await open()).isDurable(),
    list: async (...given) => (await open()).list(...given),
    append: async (...given) => (await open()).append(...given),
    settle: async (...given) => (await open()).settle(...given),
    refuse: async (...given) => (await open()).refuse(...given),
    forget: async (...given) => (await open()).forget(...given),
  };
}

async function openAnswers(name: string, onLost: () => void): Promise<IDBPDatabase<AnswerDatabase>> {
  const database = await openDB<AnswerDatabase>(name, 1, {
    upgrade(fresh) {
      fresh
        .createObjectStore('answers', { keyPath: ['attemptId', 'questionId'] })
        .createIndex('byAttempt', 'attemptId');
      fresh.createObjectStore('attempts', { keyPath: 'attemptId' });
    },
    // A later version of the app is waiting in another tab: let it through, and open anew at the next use.
    blocking() {
      database.close();
      onLost();
    },
    terminated: onLost,
  });
  return database;
}

function databaseStorage(database: IDBPDatabase<AnswerDatabase>): AnswerStorage {
  // Strict: kept means written, also through a flat battery; some browsers would call it kept in the system's memory.
  const change = () => database.transaction(['answers', 'attempts'], 'readwrite', { durability: 'strict' });
  return {
    async isDurable() {
      return true;
    },
    list: (attemptId) => database.getAllFromIndex('answers', 'byAttempt', attemptId),
    async append(attemptId, questionId, answer, floor) {
      const transaction = change();
      const attempts = transaction.objectStore('attempts');
      const sequence = Math.max((await attempts.get(attemptId))?.sequence ?? 0, floor) + 1;
      const stored = { attemptId, questionId, sequence, answer, refusedCode: null };
      await Promise.all([
        attempts.put({ attemptId, sequence }),
        transaction.objectStore('answers').put(stored),
        transaction.done,
      ]);
      return stored;
    },
    async settle(attemptId, questionId, sequence) {
      const transaction = change();
      const answers = transaction.objectStore('answers');
      const stored = await answers.get([attemptId, questionId]);
      if (stored && stored.sequence <= sequence) await answers.delete([attemptId, questionId]);
      await transaction.done;
    },
    async refuse(attemptId, questionId, sequence, code) {
      const transaction = change();
      const answers = transaction.objectStore('answers');
      const stored = await answers.get([attemptId, questionId]);
      if (stored?.sequence === sequence) await answers.put({ ...stored, refusedCode: code });
      await transaction.done;
    },
    async forget(attemptId) {
      const transaction = change();
      const keys = await transaction.objectStore('answers').index('byAttempt').getAllKeys(attemptId);
      await Promise.all([
        ...keys.map((key) => transaction.objectStore('answers').delete(key)),
        transaction.objectStore('attempts').delete(attemptId),
        transaction.done,
      ]);
    },
  };
}

/**
 * Where an app outside the browser keeps its session between starts: the device's keychain, or AsyncStorage.
 * What is stored lets its holder act as the person; keep it as safe as a password.
 */
export type SessionStorage = {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
};

/** Keeps the session only as long as the process lives. */
export function memorySessionStorage(): SessionStorage {
  const entries = new Map<string, string>();
  return {
    async get(key) {
      return entries.get(key) ?? null;
    },
    async set(key, value) {
      entries.set(key, value);
    },
    async remove(key) {
      entries.delete(key);
    },
  };
}

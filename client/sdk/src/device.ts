import { readGlobal } from './environment.ts';
import { isRecord } from './request/graph-response.ts';
import type { SessionStorage } from './session/session-storage.ts';

/** A device as the exam knows it: only the one that an attempt was started or resumed on may answer. */
export type Device = {
  /** Names this device, or this browser on it, for good; says nothing else about it. */
  readonly id: string;
  /** What kind of device it is, in words for proctors. */
  readonly label: string;
};

const key = 'lectern.device';

/** This browser, kept in its localStorage; where that is closed to the page, a name that lasts as long as the page. */
export function browserDevice(): Device {
  const storage = readLocalStorage();
  const id = storage?.get(key) ?? crypto.randomUUID();
  storage?.set(key, id);
  return { id, label: deviceLabelOf(readUserAgent()) };
}

/** A device whose name is kept in a storage of the app's. */
export async function keptDevice(storage: SessionStorage, label: string): Promise<Device> {
  const known = await storage.get(key);
  if (known !== null) return { id: known, label };
  const id = crypto.randomUUID();
  await storage.set(key, id);
  return { id, label };
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:\bCriOS|Chrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** The browser and the system that a User-Agent speaks of, for example "Firefox on Windows". */
export function deviceLabelOf(userAgent: string): string {
  const nameIn = (known: typeof browsers) => known.find(([pattern]) => pattern.test(userAgent))?.[1];
  const [browser, system] = [nameIn(browsers), nameIn(systems)];
  if (browser === undefined) return system ?? 'Unknown device';
  return system === undefined ? browser : `${browser} on ${system}`;
}

type Kept = { get(name: string): string | null; set(name: string, value: string): void };

/** A browser may refuse any of it: private windows, blocked cookies, a full disk. */
function readLocalStorage(): Kept | null {
  try {
    const storage = readGlobal('localStorage');
    if (!isRecord(storage)) return null;
    const { getItem, setItem } = storage;
    if (typeof getItem !== 'function' || typeof setItem !== 'function') return null;
    return {
      get(name) {
        const value: unknown = getItem.call(storage, name);
        return typeof value === 'string' ? value : null;
      },
      set(name, value) {
        try {
          setItem.call(storage, name, value);
        } catch {
          // Full or closed: the name lasts as long as the page.
        }
      },
    };
  } catch {
    return null;
  }
}

function readUserAgent(): string {
  const navigator = readGlobal('navigator');
  return isRecord(navigator) && typeof navigator.userAgent === 'string' ? navigator.userAgent : '';
}

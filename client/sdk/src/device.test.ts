import { describe, expect, it } from '@jest/globals';
import { browserDevice, deviceLabelOf, keptDevice } from './device.ts';
import { memorySessionStorage } from './session/session-storage.ts';

describe('the device’s label', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Windows'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0', 'Edge on Windows'],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1', 'Safari on iPhone'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15', 'Safari on macOS'],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36', 'Chrome on ChromeOS'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0 Safari/537.36', 'Chrome on Linux'],
    ['curl/8.5', 'Unknown device'],
  ])('of %s is %s', (userAgent, label) => {
    expect(deviceLabelOf(userAgent)).toBe(label);
  });
});

describe('the device’s name', () => {
  it('is the same at every start where a storage keeps it', async () => {
    const storage = memorySessionStorage();
    const first = await keptDevice(storage, 'The lab’s tablet');
    expect(await keptDevice(storage, 'The lab’s tablet')).toEqual(first);
    expect((await keptDevice(memorySessionStorage(), 'Another')).id).not.toBe(first.id);
  });

  it('is there all the same where nothing can be kept', () => {
    expect(browserDevice().id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

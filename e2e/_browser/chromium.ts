import { findExecutable } from '@lectern/embedded-services';
import { type Browser, chromium } from 'playwright-core';

/** Nothing of the browser's own goes over the network, and nothing of it needs a screen. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--autoplay-policy=no-user-gesture-required',
  '--mute-audio',
];

function findChromium(): string {
  const path =
    process.env.CHROME_PATH ?? findExecutable('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
  if (path === undefined) {
    throw new Error(
      'No Chromium is on the PATH. Install one (Debian and Ubuntu: apt-get install chromium), or say where it is: CHROME_PATH=/path/to/chrome',
    );
  }
  return path;
}

/** Starts a headless Chromium. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), headless: true, args, timeout: 60_000 });
}

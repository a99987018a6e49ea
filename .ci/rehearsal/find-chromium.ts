import { existsSync } from 'node:fs';

/** The Chromium to drive: `CHROMIUM_PATH`, or one that is installed in its usual place. */
export const findChromium = (): string => {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome'];
  const found = process.env.CHROMIUM_PATH ?? usual.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`no Chromium in ${usual.join(', ')}; install one, or set CHROMIUM_PATH to it`);
  return found;
};

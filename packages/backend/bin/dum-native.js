#!/usr/bin/env node
import { exitCodes } from '@dum/errors';
import { installNative } from '../dist/node/native/install-native.js';

try {
  const { folder, link } = await installNative({ onProgress: (line) => console.error(`dum-native: ${line}`) });
  console.log(`The backend tensorflow is ready: ${link} leads to ${folder}`);
} catch (error) {
  if (error?.name !== 'DumError') throw error;
  console.error(error.message);
  process.exitCode = exitCodes[error.code];
}

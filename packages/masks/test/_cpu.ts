import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { enableProdMode, ready, setBackend } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { type MaskMatchers, matchers } from '@dum/masks/testing';

declare module 'vitest' {
  interface Matchers<T = unknown> extends MaskMatchers<T> {}
}

enableProdMode();
await setBackend('cpu');
await ready();
expect.extend(matchers);

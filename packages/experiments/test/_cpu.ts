import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, ready, setBackend } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { matchers } from '@dum/masks/testing';

enableProdMode();
await setBackend('cpu');
await ready();
expect.extend(matchers);

import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import { useBackend } from '@dum/backend';
import { holdAll, learnAll } from './_contract.js';

Object.assign(globalThis, {
  contract: {
    use: useBackend,
    learn: learnAll,
    hold: holdAll,
  },
});

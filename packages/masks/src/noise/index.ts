export { fillLogisticNoise, noiseKey, textKey } from './keyed-noise.js';

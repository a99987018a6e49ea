import { fillLogisticNoise, noiseKey, textKey } from '@dum/masks/noise';

/** Streams of approximately normal numbers (logistic, scaled to unit variance), each determined by seed and name. */
export const normals =
  (seed: number) =>
  (name: string) =>
  (count: number): Float32Array => {
    const values = new Float32Array(count);
    fillLogisticNoise(values, noiseKey(seed, textKey(name)));
    return values.map((value) => (value * Math.sqrt(3)) / Math.PI);
  };

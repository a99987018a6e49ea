import type { UnitMask } from '@dum/masks';
import { fillLogisticNoise, noiseKey, textKey } from '@dum/masks/noise';

/** The logits of one mask layer on the host, and the sample of a step. */
export interface SampledMask {
  readonly units: number;
  /** `[tasks · units]` */
  readonly logits: Float32Array;
  /** The gradient of a relaxed sample, s(1 − s) / τ, `[tasks · units]`. */
  readonly slopes: Float32Array;
  /** The units that the sample keeps for each task, ascending. */
  readonly kept: readonly Uint32Array[];
  /** Draws the sample of a step; `sample` is its number within the step, from 0. */
  draw(step: number, sample: number, temperature: number): void;
}

/** Samples a mask layer's logits with the same noise as the layer, which depends on seed, task, layer, step and sample. */
export const createSampledMask = (mask: UnitMask, taskSeeds: readonly number[], seed: number): SampledMask => {
  const [tasks, units] = mask.logits.shape as [number, number];
  const logits = Float32Array.from(mask.logits.read().dataSync());
  const slopes = new Float32Array(tasks * units);
  const noise = new Float32Array(units);
  const kept = taskSeeds.map(() => new Uint32Array(0));
  const found = new Uint32Array(units);
  const layerKey = textKey(mask.name);
  return {
    units,
    logits,
    slopes,
    kept,
    draw(step, sample, temperature) {
      taskSeeds.forEach((taskSeed, task) => {
        fillLogisticNoise(noise, noiseKey(seed, taskSeed, layerKey, step, sample));
        let count = 0;
        for (let unit = 0; unit < units; unit++) {
          const raised = Math.fround(logits[task * units + unit]! + noise[unit]!);
          const relaxed = 1 / (1 + Math.exp(-raised / temperature));
          slopes[task * units + unit] = (relaxed * (1 - relaxed)) / temperature;
          if (raised > 0) found[count++] = unit;
        }
        kept[task] = found.slice(0, count);
      });
    },
  };
};

import { tensor, tidy } from '@tensorflow/tfjs-core';
import { unitMask as kind } from '../kinds/unit-mask.js';
import { spreadOverChannels } from '../layers/spread-over-channels.js';
import { UnitMask } from '../layers/unit-mask.js';
import type { LayerRule } from './layer-rule.js';

/** Masks with one task. */
export const unitMask: LayerRule = {
  classNames: [UnitMask.className],
  flow: 'keeps',
  extract: async ({ layer, weights: [logits, constants] }) => {
    const { estimator, granularity } = layer as UnitMask;
    const hard = tidy(() => spreadOverChannels(estimator.harden(tensor(logits!.values, logits!.shape.slice(1))), granularity));
    const bits = Uint8Array.from(await hard.data());
    hard.dispose();
    return kind(bits, constants?.values ?? new Float32Array(bits.length));
  },
};

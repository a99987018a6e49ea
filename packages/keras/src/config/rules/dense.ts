import { readActivation } from './activation.js';
import { carried, flag, handled, anything, only, size } from './key-rule.js';
import type { LayerRules } from './layer-rule.js';
import { zeros } from './zeros.js';

/** Layers that are fully connected. */
export const dense: LayerRules = {
  Dense: {
    keys: {
      units: carried(size),
      use_bias: carried(flag),
      activation: handled(anything),
      lora_rank: only([null], 'adapted layers are not supported; merge the adaptation and save again'),
      lora_alpha: only([null], 'adapted layers are not supported; merge the adaptation and save again'),
    },
    steps({ layer, carried: config, report }) {
      const { activation, after } = readActivation(layer, report);
      return [{ className: 'Dense', config: { ...config, activation, ...zeros('kernel', 'bias') } }, ...after];
    },
  },
};

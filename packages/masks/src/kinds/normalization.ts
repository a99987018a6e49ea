import type { Layer } from '../layers/layer.js';
import type { Call, Kind } from './kind.js';
import { clearSignal } from './clear-signal.js';
import { layerLike, runOnce, type Values } from './layer-like.js';
import { constantOf, inputsOf, outputsOf, placesOf } from './signal.js';
import { collectCleared } from './_cleared-channels.js';
import { tieChannels } from './_tie-channels.js';

/** A batch normalization and its weights; `gamma` and `beta` are present even if the layer does not learn them. */
export interface Normalization {
  readonly layer: Layer;
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** Batch normalization of the last axis: a scale and a shift for each channel. */
export const normalization = ({ layer, gamma: givenGamma, beta: givenBeta, mean, variance }: Normalization): Kind => {
  const channels = mean.length;
  const clearedBy = collectCleared();
  const [gamma, beta] = [givenGamma.slice(), givenBeta.slice()];
  const fixedValue = (calls: readonly Call[], channel: number) => constantOf(outputsOf(calls), channel);
  const layerOf = (changes: Readonly<Record<string, unknown>>) => layerLike(layer, { scale: true, center: true, ...changes });
  const weights = (of: readonly Float32Array[]): Values[] => of.map((values) => ({ values, shape: [values.length] }));
  return {
    findConstants: async ({ inputs: [input] }) => {
      const { live: reached, values, shape } = input!;
      const live = reached.map((isLive, element) => (isLive === 1 && gamma[element % channels] !== 0 ? 1 : 0));
      const results = await runOnce(layerOf({}), [{ values, shape }], weights([gamma, beta, mean, variance]));
      return { live, values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
    },
    spread: ({ inputs: [input], output, calls }, demand) => {
      for (let channel = 0; channel < channels; channel++) {
        if (fixedValue(calls, channel) !== undefined) continue;
        for (let element = channel; element < output.demanded.length; element += channels) {
          if (output.demanded[element] === 1) demand.ask(input!, element, output.because[channel]);
        }
      }
      tieChannels(calls, demand);
    },
    clear: async (call, elements, mayBeSet) => {
      const cleared = clearedBy(call, elements, mayBeSet);
      if (cleared === undefined) return;
      const { whole, settable } = cleared;
      if (settable) {
        whole.forEach((isWhole, channel) => {
          if (isWhole === 1) gamma[channel] = beta[channel] = 0;
        });
      }
      for (const input of inputsOf(call.calls)) {
        await clearSignal(
          input,
          input.live.map((_, element) => whole[element % channels]!),
          settable,
        );
      }
    },
    rebuild: (call, [x], builder) =>
      builder.weighted(call, [x!], (name) => {
        const retained = placesOf(call.output.retained);
        const fixed = retained.map((channel) => fixedValue(call.calls, channel));
        const { scale, center } = layer.getConfig() as { scale: boolean; center: boolean };
        const constants = fixed.some((value) => value !== undefined);
        const part = (values: Float32Array) => Float32Array.from(retained, (channel) => values[channel]!);
        const scales = part(gamma).map((value, index) => (fixed[index] === undefined ? value : 0));
        const shifts = part(beta).map((value, index) => fixed[index] ?? value);
        return {
          layer: layerOf({ name, scale: scale || constants, center: center || constants }),
          weights: weights([...(scale || constants ? [scales] : []), ...(center || constants ? [shifts] : []), part(mean), part(variance)]),
        };
      }),
  };
};

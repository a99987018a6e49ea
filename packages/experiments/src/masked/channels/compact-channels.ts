import { dispose, gather, reshape, type Tensor, tensor1d, tidy, transpose } from '@tensorflow/tfjs-core';
import { keptIndices } from '@dum/masks/mask-set';
import type { ChannelStep } from './read-channel-chain.js';
import { generalFeatures } from '../general-features.js';
import type { MaskedBody } from '../masked-body.js';
import { readLogits } from '../read-logits.js';
import type { HardFeatures, TaskFeatures } from '../task-features.js';

/** The hard features of a chain of convolutions, computed from each task's kept channels only, so that dropped channels cost nothing. */
export const compactChannels = async (steps: readonly ChannelStep[], body: MaskedBody): Promise<HardFeatures> => {
  const kept = (await readLogits(body)).map((layers) => layers.map((layer) => Uint32Array.from(keptIndices(layer))));
  // No operation takes a tensor without channels: if a layer of a task keeps nothing, its whole tail runs.
  const isWhole = kept.map((layers) => layers.some((units) => units.length === 0));
  return async (activations) => {
    const [inputs] = activations.tensors() as [Tensor];
    const found: TaskFeatures[] = [];
    try {
      for (const [task, layers] of kept.entries()) {
        if (isWhole[task]) {
          found.push(...(await generalFeatures(body, [{ from: task, count: 1 }])(activations)));
          continue;
        }
        const { indices, output } = body.statistics.with(task, () => runSteps(steps, layers, inputs));
        found.push({ indices, rows: await output.data<'float32'>() });
        output.dispose();
      }
    } finally {
      dispose(inputs);
    }
    return found;
  };
};

/** The remaining channels at the end, and their values `[channels, batch]`. */
const runSteps = (
  steps: readonly ChannelStep[],
  kept: readonly Uint32Array[],
  inputs: Tensor,
): { indices: Uint32Array; output: Tensor } => {
  let indices: Uint32Array = Uint32Array.from({ length: inputs.shape.at(-1)! }, (_, channel) => channel);
  const output = tidy(() => {
    let x = inputs;
    for (const [at, step] of steps.entries()) {
      if (step.kind === 'apart') x = step.apply(x, indexTensor(indices));
      else if (step.kind === 'kernel') {
        const wanted = wantedOf(steps.slice(at + 1), kept) ?? Uint32Array.from({ length: step.units }, (_, unit) => unit);
        x = step.apply(x, indexTensor(indices), indexTensor(wanted));
        indices = wanted;
      } else if (step.kind === 'flatten') {
        const old = indices;
        x = step.apply(x);
        indices = Uint32Array.from(
          { length: step.places * old.length },
          (_, value) => Math.floor(value / old.length) * step.channels + old[value % old.length]!,
        );
      } else {
        const left = indices.filter((channel) => kept[step.mask]!.includes(channel));
        if (left.length < indices.length) {
          const places = Array.from(left, (channel) => indices.indexOf(channel));
          x = gather(x, tensor1d(places, 'int32'), x.rank - 1);
        }
        indices = left;
      }
    }
    return transpose(reshape(x, [x.shape[0], -1]));
  });
  return { indices, output };
};

/** The units that the next mask keeps, if the next step that mixes channels comes after it; otherwise undefined. */
const wantedOf = (behind: readonly ChannelStep[], kept: readonly Uint32Array[]): Uint32Array | undefined => {
  const next = behind.find(({ kind }) => kind !== 'apart');
  return next?.kind === 'mask' ? kept[next.mask] : undefined;
};

const indexTensor = (indices: Uint32Array) => tensor1d(Int32Array.from(indices), 'int32');

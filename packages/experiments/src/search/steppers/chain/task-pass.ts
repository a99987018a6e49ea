import type { WeightedLabels } from '../../../optimization/cross-entropy.js';
import { softmaxLoss } from '../../../optimization/softmax-loss.js';
import { addMaskGradient, backwardLayer, forwardLayer, gateByRows, outerProduct } from './chain-pass.js';
import { readOutLogits } from '../../../read-outs/index.js';
import { backwardProbe, featureGradients } from './host-probe.js';
import type { FrozenDenseLayer } from '../../../masked/dense/read-chain.js';
import { centreLogits, centreShares, uncentreGradient } from '../../centring/centre-on-host.js';
import type { SampledMask } from './sampled-mask.js';
import type { Scratch } from './scratch.js';

/** The linear probes of all tasks: kernels `[tasks, features, classes]` and biases `[tasks, classes]`. */
interface HostProbes {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly classes: number;
}

/** Accumulators for the gradients of a step, in the shapes of the parameters. */
interface StepGradients {
  /** The gradients of the sampled masks, one for each layer. */
  readonly masks: readonly Float32Array[];
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** The state that all tasks of a step share. */
export interface ChainStep {
  readonly chain: readonly FrozenDenseLayer[];
  readonly masks: readonly SampledMask[];
  readonly probes: HostProbes;
  readonly gradients: StepGradients;
  /** The part of the batch that uses these masks. */
  readonly batch: Uint32Array;
  /** The size of the whole batch. */
  readonly of: number;
  /** The activations of that part after the frozen part of the network, `[inputs, batch]`. */
  readonly columns: Float32Array;
  readonly scratch: Scratch;
}

/**
 * Runs one task forward and backward. Adds all of its gradients except the first mask's, and returns its loss and what that gradient needs:
 * the pre-activation gradient of the kept units of the first layer, `[kept, batch]`.
 */
export const passTask = (step: ChainStep, task: number, labels: WeightedLabels): { loss: number; first: Float32Array } => {
  const { chain, masks, probes, gradients, batch, of, columns, scratch } = step;
  const size = batch.length;
  const keptOf = (layer: number) => masks[layer]!.kept[task]!;
  const ofMask = (layer: number) => gradients.masks[layer]!.subarray(task * masks[layer]!.units, (task + 1) * masks[layer]!.units);
  const rows = [columns];
  for (const [at, layer] of chain.entries()) rows.push(forwardLayer(layer, keptOf(at), rows[at]!, size, scratch));
  const kept = keptOf(chain.length);
  const place = { task, features: masks[chain.length]!.units, classes: probes.classes };
  const own = {
    kernel: probes.kernel.subarray(task * place.features * place.classes, (task + 1) * place.features * place.classes),
    bias: probes.bias.subarray(task * place.classes, (task + 1) * place.classes),
  };
  const gradient = readOutLogits({ indices: kept, rows: rows[chain.length]! }, own, size, true);
  const shares = centreShares(labels, batch);
  centreLogits(gradient, own.bias, shares);
  const loss = softmaxLoss(gradient, labels, batch, of);
  addRowSums(gradient, size, gradients.bias.subarray(task * probes.classes, (task + 1) * probes.classes));
  uncentreGradient(gradient, shares);
  const sums = featureGradients(rows[chain.length]!, gradient, place, size);
  addProbeGradients(place, probes.kernel, kept, sums, ofMask(chain.length), gradients.kernel);
  if (chain.length === 0) return { loss, first: new Float32Array(0) };
  const behind = backwardProbe(place, probes.kernel, kept, gradient, size);
  let first = chain.at(-1)!.isRelu ? gateByRows(behind, kept, rows[chain.length]!, size) : behind;
  for (let at = chain.length - 1; at > 0; at--) {
    const [layer, upper] = [chain[at]!, keptOf(at + 1)];
    addMaskGradient(layer, upper, outerProduct(first, rows[at]!, upper, layer.inputs), ofMask(at));
    first = backwardLayer(layer, { layer: chain[at - 1]!, kept: keptOf(at), rows: rows[at]! }, upper, first, size);
  }
  return { loss, first };
};

const addProbeGradients = (
  { task, features, classes }: { readonly task: number; readonly features: number; readonly classes: number },
  kernel: Float32Array,
  kept: Uint32Array,
  sums: Float32Array,
  maskGradient: Float32Array,
  kernelGradient: Float32Array,
): void => {
  const start = task * features * classes;
  for (let feature = 0; feature < features; feature++) {
    let sum = 0;
    for (let at = feature * classes; at < (feature + 1) * classes; at++) sum += sums[at]! * kernel[start + at]!;
    maskGradient[feature]! += sum;
  }
  for (const feature of kept) {
    for (let at = feature * classes; at < (feature + 1) * classes; at++) kernelGradient[start + at]! += sums[at]!;
  }
};

const addRowSums = (values: Float32Array, size: number, sums: Float32Array): void => {
  for (let row = 0; row < sums.length; row++) {
    let sum = 0;
    for (let at = row * size; at < (row + 1) * size; at++) sum += values[at]!;
    sums[row]! += sum;
  }
};

import { addMaskGradient, backwardLayer, forwardLayer, gateByRows, outerProduct } from './chain-pass.js';
import type { FrozenDenseLayer } from '../../../masked/dense/read-chain.js';
import { type HostPart, ofTask } from '../host/host-pass.js';
import { passProbe, type ProbeGradients } from '../host/pass-probe.js';
import { readOutBackward } from '../../../read-outs/index.js';
import type { Scratch } from './scratch.js';

/** A part of a batch, for a chain. */
interface ChainPart extends HostPart {
  readonly chain: readonly FrozenDenseLayer[];
  /** The activations at the cut, `[inputs, batch]`. */
  readonly columns: Float32Array;
  readonly scratch: Scratch;
}

/**
 * Runs one task forward and backward. Adds its loss and all of its gradients except the first mask's, and returns what that gradient needs:
 * the pre-activation gradient of the kept units of the first layer, `[kept, batch]`.
 */
export const passTask = (part: ChainPart, task: number): Float32Array => {
  const { chain, masks, gradients, batch, columns, scratch } = part;
  const size = batch.length;
  const keptOf = (layer: number) => masks[layer]!.kept[task]!;
  const ofMask = (layer: number) => ofTask(gradients.masks[layer]!, masks[layer]!, task);
  const rows = [columns];
  for (const [at, layer] of chain.entries()) rows.push(forwardLayer(layer, keptOf(at), rows[at]!, size, scratch));
  const kept = keptOf(chain.length);
  const back = passProbe(part, task, rows[chain.length]!, kept);
  addFeatureGradients(back, ofMask(chain.length));
  if (chain.length === 0) return new Float32Array(0);
  const behind = readOutBackward(back.probe, kept, back.logits, size);
  let first = chain.at(-1)!.isRelu ? gateByRows(behind, kept, rows[chain.length]!, size) : behind;
  for (let at = chain.length - 1; at > 0; at--) {
    const [layer, upper] = [chain[at]!, keptOf(at + 1)];
    addMaskGradient(layer, upper, outerProduct(first, rows[at]!, upper, layer.inputs), ofMask(at));
    first = backwardLayer(layer, { layer: chain[at - 1]!, kept: keptOf(at), rows: rows[at]! }, upper, first, size);
  }
  return first;
};

/** The gradient of the mask that the probe reads. */
const addFeatureGradients = ({ probe, sums }: ProbeGradients, maskGradient: Float32Array): void => {
  const classes = probe.bias.length;
  for (let feature = 0; feature < maskGradient.length; feature++) {
    let sum = 0;
    for (let at = feature * classes; at < (feature + 1) * classes; at++) sum += sums[at]! * probe.kernel[at]!;
    maskGradient[feature]! += sum;
  }
};

import { initializers, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError, requireKnownOptions, requireOptions, wholeNumber } from '@dum/errors';
import { emit } from './_emit.js';
import { runFrozen } from './_freeze.js';
import { nodeOf, nodesOf } from './_graph.js';
import { ruleOf } from '../rules/registry.js';

/** The new head. */
export interface ReplaceHeadOptions {
  /** Outputs of the new head, one for each class. */
  readonly units: number;
  /** Default `head`. */
  readonly name?: string;
  /** An integer that seeds the new head's kernel; default 1. */
  readonly seed?: number;
}

/**
 * Copies a network without its last dense layer and the activation after it.
 *
 * Its output is what the last dense layer read: `[batch, ..., features]`. Every other layer keeps its weights and its `trainable`, and
 * one that is frozen runs as in `predict` even in `fit`. Metadata are not copied, because they may describe the removed outputs. Throws
 * `bad-input` for a network with several outputs, or one that does not end in a dense layer.
 */
export const removeHead = (network: LayersModel): LayersModel => withoutHead('removeHead', network);

/**
 * Copies a network with a new dense softmax head instead of its last dense layer and the activation after it.
 *
 * Everything else is as in {@link removeHead}. Masks are copied too: read them from the new network with `readMasks`. The same seed gives
 * the same head. Throws `bad-input` as {@link removeHead} does, for units or a seed out of range, for a name that is taken, and for an
 * unknown option.
 *
 * @example
 * const isZero = replaceHead(masked, { units: 2 });
 */
export const replaceHead = (network: LayersModel, options: ReplaceHeadOptions): LayersModel => {
  const who = 'replaceHead';
  requireKnownOptions(who, options, ['units', 'name', 'seed']);
  const { units, name = 'head', seed = 1 } = options;
  requireOptions(who, { units, seed }, { units: wholeNumber(1), seed: wholeNumber() });
  const body = withoutHead(who, network);
  if (body.layers.some((layer) => layer.name === name)) {
    body.dispose();
    throw new DumError(
      'bad-input',
      `${who}: "${network.name}" has a layer called "${name}" besides its head; give the new head another name, such as name: '${name}_2'`,
    );
  }
  const head = layers.dense({ units, name, activation: 'softmax', kernelInitializer: initializers.glorotUniform({ seed }) });
  return model({ inputs: body.inputs, outputs: head.apply(body.outputs) as SymbolicTensor, name: network.name });
};

/** The head of a network, its last dense layer. Throws as {@link removeHead} does. */
export const headOf = (network: LayersModel): layers.Layer => headOutput('headOf', network).sourceLayer;

const withoutHead = (who: string, network: LayersModel): LayersModel =>
  emit(who, network, { outputs: nodeOf(headOutput(who, network)).inputTensors, onCopy: runFrozen });

const headOutput = (who: string, network: LayersModel): SymbolicTensor => {
  nodesOf(who, network);
  const [output, ...others] = network.outputs;
  if (others.length > 0) throw new DumError('bad-input', `${who}: "${network.name}" has ${others.length + 1} outputs; expected one`);
  let tensor = output!;
  while (ruleOf(tensor.sourceLayer)?.isActivation === true) tensor = nodeOf(tensor).inputTensors[0]!;
  const layer = tensor.sourceLayer;
  if (layer.getClassName() === 'Dense') return tensor;
  throw new DumError(
    'bad-input',
    `${who}: "${network.name}" ends in "${layer.name}" (${layer.getClassName()}); expected a Dense layer with or without an activation behind it`,
  );
};

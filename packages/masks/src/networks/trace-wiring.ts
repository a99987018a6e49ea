import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { UnitMask } from '../layers/unit-mask.js';
import type { Wiring } from '../mask-set/summary.js';
import { weightsOf } from './_copy-layer.js';
import { isInput, type Layer, layersOf, nodeOf, type Node, nodesOf } from './_graph.js';
import { isDenseOrConvolution, isPerUnit } from './_layer-kinds.js';
import { selectLayers } from './select-layers.js';

const who = 'traceWiring';

/**
 * The weighted layers of a network, with or without masks in it, each with the masked layers before and behind it, for counting
 * parameters.
 *
 * `masked` names the masked layers. Units keep their identity through activations, pooling, flattening, normalization and masks: a
 * dense layer behind a flattened, masked convolution counts the inputs of the kept channels. A normalization counts with the units it
 * normalizes. A layer whose inputs come from several layers, or from none that is masked, counts all its inputs; a layer of another
 * kind, such as a recurrent one, counts all its parameters as one kernel. Throws `bad-input` for a masked layer that does not exist.
 *
 * @example
 * summarizeMasks(found, traceWiring(network, ['dense_300', 'dense_100']));
 */
export const traceWiring = (network: LayersModel, masked: readonly string[]): Wiring[] => {
  const nodes = nodesOf(who, network);
  const maskedLayers = new Set(masked.length === 0 ? [] : selectLayers(network, masked, who));
  const formers = formersIn(network, nodes, maskedLayers);
  const formed = new Map([...maskedLayers].flatMap((layer) => formers(layer).map((former) => [former, layer.name] as const)));
  return layersOf(nodes)
    .filter((layer) => !(layer instanceof UnitMask) && layer.weights.length > 0)
    .map((layer) => {
      const calls = nodes.filter(({ outboundLayer }) => outboundLayer === layer);
      const sources = new Set(calls.map(({ inputTensors }) => maskedSource(inputTensors, maskedLayers)));
      const inputs = sources.size === 1 ? [...sources][0] : undefined;
      const outputs = formed.get(layer);
      const perUnit = isPerUnit(layer);
      return {
        layer: layer.name,
        ...parametersOf(layer),
        ...(inputs === undefined || (perUnit && outputs !== undefined) || !(perUnit || isDenseOrConvolution(layer)) ? {} : { inputs }),
        ...(outputs === undefined ? {} : { outputs }),
      };
    });
};

const parametersOf = (layer: Layer): Pick<Wiring, 'kernelParameters' | 'biasParameters'> => {
  const sizes = weightsOf(layer).map(({ shape }) => shape.reduce<number>((product, size) => product * (size ?? 1), 1));
  if (isDenseOrConvolution(layer) && !isPerUnit(layer) && sizes.length <= 2) {
    return { kernelParameters: sizes[0]!, biasParameters: sizes[1] ?? 0 };
  }
  return { kernelParameters: sizes.reduce((sum, size) => sum + size, 0), biasParameters: 0 };
};

/** The masked layer whose units a call reads, back through layers that keep units apart. */
const maskedSource = (tensors: readonly SymbolicTensor[], masked: ReadonlySet<Layer>): string | undefined => {
  const [tensor, ...others] = tensors;
  if (tensor === undefined || others.length > 0) return undefined;
  const { sourceLayer: layer } = tensor;
  if (masked.has(layer)) return layer.name;
  const node = nodeOf(tensor);
  return isInput(node) || !keepsUnits(layer) ? undefined : maskedSource(node.inputTensors, masked);
};

const keepsUnits = (layer: Layer): boolean => layer.weights.length === 0 || layer instanceof UnitMask || isPerUnit(layer);

/** Gives the weighted layers that form the units of a masked layer and nothing else: itself, and those it is an activation of. */
const formersIn = (network: LayersModel, nodes: readonly Node[], masked: ReadonlySet<Layer>) => {
  const readers = (tensor: SymbolicTensor): number =>
    [...network.outputs, ...nodes.flatMap((node) => (isInput(node) ? [] : node.inputTensors))].filter((read) => read === tensor).length;
  const formersOf = (layer: Layer): Layer[] => {
    const [call, ...others] = nodes.filter(({ outboundLayer }) => outboundLayer === layer);
    if (call === undefined || others.length > 0 || isInput(call)) return [];
    const own = layer.weights.length > 0 ? [layer] : [];
    const [tensor, ...more] = call.inputTensors;
    if (!keepsUnits(layer) || more.length > 0 || readers(tensor!) > 1 || masked.has(tensor!.sourceLayer)) return own;
    const [before, behind] = [tensor!.shape, call.outputTensors[0]!.shape];
    return before.length === behind.length && before.at(-1) === behind.at(-1) ? [...own, ...formersOf(tensor!.sourceLayer)] : own;
  };
  return formersOf;
};

import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { UnitMask } from '../layers/unit-mask.js';
import type { Wiring } from '../mask-set/summary.js';
import { weightsOf } from '../layers/layer.js';
import { withFlat } from './flatten-network.js';
import { isInput, type Layer, layersOf, nodesOf } from './_graph.js';
import { channelAxesOf } from '../rules/per-layer.js';
import { ruleOf } from '../rules/registry.js';
import { sizeOf } from '../size-of.js';
import { multiplyAddsOf } from './multiply-adds.js';
import { overlap, tensorsOf } from './_mask-places.js';
import { selectLayers } from './select-layers.js';
import { traceUnits } from './unit-flow.js';

const who = 'traceWiring';

/**
 * Finds the weighted layers of a network, with or without masks in it, each with the masked layers before and after it, to count
 * parameters.
 *
 * `masked` names the masked layers. Units keep their identity through activations, pooling, flattening, normalization, joins and masks: a
 * dense layer after a flattened, masked convolution counts the inputs of the kept channels, and both layers that form the units of a masked
 * sum count their outputs. A normalization counts with the units it normalizes. A layer whose inputs come from several masked layers, or
 * from none, counts all its inputs; a layer of another kind, such as a recurrent one, counts all its parameters as one kernel. Nested
 * networks count as in `flattenNetwork`. Throws `bad-input` for a masked layer that does not exist.
 *
 * @example
 * summarizeMasks(found, traceWiring(network, ['dense_300', 'dense_100']));
 */
export const traceWiring = (network: LayersModel, masked: readonly string[]): Wiring[] =>
  withFlat(who, network, (flat) => wiringOf(flat, masked.length === 0 ? [] : selectLayers(flat, masked, who)));

const wiringOf = (network: LayersModel, masked: readonly Layer[]): Wiring[] => {
  const nodes = nodesOf(who, network);
  const { unitsOf } = traceUnits(nodes, 'channel');
  const masks = masked.map((layer) => ({ name: layer.name, units: unitsOf(tensorsOf(layer, nodes)[0]!) }));
  const unmaskedOutputs = network.outputs.filter(({ sourceLayer }) => !masked.includes(sourceLayer) && !(sourceLayer instanceof UnitMask));
  const outputUnits = new Set(unmaskedOutputs.flatMap((tensor) => [...unitsOf(tensor)]));
  const formedIn = (tensor: SymbolicTensor): string | undefined => {
    const units = unitsOf(tensor);
    if (units.some((unit) => outputUnits.has(unit))) return undefined;
    return masks.find((mask) => overlap(units, mask.units) === 'same')?.name;
  };
  const readFrom = (tensors: readonly SymbolicTensor[]): string | undefined => {
    const [tensor, ...others] = tensors;
    if (tensor === undefined || others.length > 0) return undefined;
    return masks.find((mask) => isEvenly(unitsOf(tensor), mask.units))?.name;
  };
  return layersOf(nodes)
    .filter((layer) => !(layer instanceof UnitMask) && layer.weights.length > 0)
    .map((layer) => {
      const calls = nodes.filter((node) => node.outboundLayer === layer && !isInput(node));
      const outputs = formedIn(calls[0]!.outputTensors[0]!);
      const sources = new Set(calls.map(({ inputTensors }) => readFrom(inputTensors)));
      const inputs = sources.size === 1 && (isWeightedSum(layer) || isPerUnit(layer)) ? [...sources][0] : undefined;
      return {
        layer: layer.name,
        ...parametersOf(layer),
        multiplyAdds: calls.reduce((total, call) => total + multiplyAddsOf(call), 0),
        ...(inputs === undefined || (isPerUnit(layer) && outputs !== undefined) ? {} : { inputs }),
        ...(outputs === undefined ? {} : { outputs }),
      };
    });
};

/** Whether each unit of a layer is a weighted sum of its inputs. */
const isWeightedSum = (layer: Layer): boolean => ruleOf(layer)?.maskedByDefault === true;

/** Whether the weights of a layer belong to one unit each, so that units keep their identity through it. */
const isPerUnit = (layer: Layer): boolean => channelAxesOf(layer).some((axis) => axis !== null);

/** Whether positions have exactly the units of a mask, each equally often. */
const isEvenly = (places: Int32Array, units: Int32Array): boolean => {
  const counts = new Map<number, number>();
  for (const unit of places) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const distinct = new Set(units);
  return (
    counts.size === distinct.size && [...counts].every(([unit, count]) => distinct.has(unit) && count * distinct.size === places.length)
  );
};

const parametersOf = (layer: Layer): Pick<Wiring, 'kernelParameters' | 'biasParameters' | 'fixedParameters'> => {
  const sizes = weightsOf(layer).map(({ shape }) => sizeOf(shape));
  if (isWeightedSum(layer) && !isPerUnit(layer) && sizes.length <= 2) {
    return { kernelParameters: sizes[0]!, biasParameters: sizes[1] ?? 0 };
  }
  const axes = channelAxesOf(layer);
  const isShared = (index: number): boolean => isPerUnit(layer) && axes[index] === null;
  const sumOf = (wanted: boolean) => sizes.filter((_, index) => isShared(index) === wanted).reduce((sum, size) => sum + size, 0);
  return { kernelParameters: sumOf(false), biasParameters: 0, ...(sumOf(true) === 0 ? {} : { fixedParameters: sumOf(true) }) };
};

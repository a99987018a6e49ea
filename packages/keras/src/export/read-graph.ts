import type { layers, LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;
type Node = Layer['inboundNodes'][number];

/** A tensor by the layer that makes it, its call there as the network counts, and the number of the output. */
export interface TensorSource {
  readonly layer: Layer;
  readonly call: number;
  readonly tensor: number;
}

/** A layer of a network with its calls, each with its inputs and its other arguments. */
export interface LayerInNetwork {
  readonly layer: Layer;
  readonly calls: readonly { readonly inputs: readonly TensorSource[]; readonly rest: object }[];
}

/** A network as a graph; a sequential one too. */
export interface NetworkGraph {
  readonly layers: readonly LayerInNetwork[];
  readonly inputs: readonly TensorSource[];
  readonly outputs: readonly TensorSource[];
}

/** Reads the calls that belong to a network; its layers may be called by other networks too. */
export const readNetworkGraph = (network: LayersModel): NetworkGraph => {
  const taken = new Set(network.inputs);
  const called = new Map<Layer, Set<number>>();
  const waiting: SymbolicTensor[] = [...network.inputs, ...network.outputs];
  for (let tensor = waiting.pop(); tensor !== undefined; tensor = waiting.pop()) {
    const { sourceLayer, nodeIndex } = tensor;
    const calls = called.get(sourceLayer) ?? new Set();
    called.set(sourceLayer, calls);
    if (calls.has(nodeIndex)) continue;
    calls.add(nodeIndex);
    if (!taken.has(tensor)) waiting.push(...nodeOf(tensor).inputTensors);
  }
  const numbers = new Map([...called].map(([layer, calls]) => [layer, [...calls].sort((a, b) => a - b)]));
  const sourceOf = ({ sourceLayer: layer, nodeIndex, tensorIndex }: SymbolicTensor): TensorSource => ({
    layer,
    call: numbers.get(layer)!.indexOf(nodeIndex),
    tensor: tensorIndex,
  });
  const isInput = (layer: Layer) => layer.getClassName() === 'InputLayer';
  const callsOf = (layer: Layer): LayerInNetwork['calls'] =>
    isInput(layer)
      ? []
      : numbers.get(layer)!.map((index) => {
          const { inputTensors, callArgs } = layer.inboundNodes[index]! as Node & { readonly callArgs?: object };
          return { inputs: inputTensors.map(sourceOf), rest: callArgs ?? {} };
        });
  // a sequential network leaves its input out of its layers
  const ordered = [...new Set([...network.inputs.map(({ sourceLayer }) => sourceLayer), ...network.layers])];
  return {
    layers: ordered.filter((layer) => numbers.has(layer)).map((layer) => ({ layer, calls: callsOf(layer) })),
    inputs: network.inputs.map(sourceOf),
    outputs: network.outputs.map(sourceOf),
  };
};

const nodeOf = ({ sourceLayer, nodeIndex }: SymbolicTensor): Node => sourceLayer.inboundNodes[nodeIndex]!;

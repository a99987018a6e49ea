import { input, LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { copyLayer, copyState } from './_copy-layer.js';
import { isInput, type Layer, layersOf, type Node, nodeOf, nodesBehind } from './_graph.js';

/** Options of {@link emit}; by default it copies. */
export interface EmitOptions {
  /** The tensors to end at; default the outputs of the network. */
  readonly outputs?: readonly SymbolicTensor[];
  /** The tensors that become the inputs of the copy; default the inputs of the network. */
  readonly cut?: readonly SymbolicTensor[];
  /** Whether inputs get a free batch size, as those of a cut do; not for layers with a state for each sample. */
  readonly anyBatch?: boolean;
  /** The sort key of calls, after those that they read; default the order in which they were made. */
  readonly order?: (call: Node) => number;
  /** Called with each new call and its original. */
  readonly onCall?: (copy: Node, original: Node) => void;
  /** Called with each new layer, built and with its weights, and its original. */
  readonly onCopy?: (copy: Layer, original: Layer) => void;
  /** The layer to add after a layer's output or after an input. */
  readonly behind?: (original: Layer) => Layer | undefined;
  /** The names of layers in a copy without nested networks; default a copy with them. */
  readonly dissolved?: ReadonlyMap<Layer, string>;
}

/**
 * Builds a network of new layers with the same graph, names, weights and `trainable`. The given network stays untouched.
 *
 * Layers are called in the original order, so that shared layers save and load in the same way.
 */
export const emit = (who: string, network: LayersModel, options: EmitOptions = {}): LayersModel => {
  const { outputs = network.outputs, cut, anyBatch = false, order = ({ id }) => id, onCall, onCopy, behind, dissolved } = options;
  const starts = cut ?? network.inputs;
  const nodes = nodesBehind(outputs, new Set(starts));
  const names = new Set(
    [...layersOf(nodes), ...starts.filter((tensor) => isInput(nodeOf(tensor))).map(({ sourceLayer }) => sourceLayer)].map(
      ({ name }) => name,
    ),
  );
  const freeBatch = (anyBatch || cut !== undefined) && !nodes.some(({ outboundLayer }) => outboundLayer.stateful);
  const made = new Map<SymbolicTensor, SymbolicTensor>();
  const put = (tensor: SymbolicTensor, copy: SymbolicTensor): void => {
    const extra = behind?.(tensor.sourceLayer);
    made.set(tensor, extra === undefined ? copy : (extra.apply(copy) as SymbolicTensor));
  };
  const inputs = starts.map((tensor) => {
    const added = inputLike(tensor, freeBatch, names);
    names.add(added.sourceLayer.name);
    if (isInput(nodeOf(tensor))) put(tensor, added);
    else made.set(tensor, added);
    return added;
  });
  const copies = new Map<Layer, Layer>();
  const call = (node: Node, from: SymbolicTensor[]): SymbolicTensor[] => {
    const { outboundLayer: original, callArgs } = node;
    const known = copies.get(original);
    const copy = known ?? copyLayer(who, original, dissolved?.get(original));
    copies.set(original, copy);
    const applied = copy.apply(from.length === 1 ? from[0]! : from, plainArguments(callArgs)) as SymbolicTensor | SymbolicTensor[];
    if (known === undefined) {
      copyState(original, copy);
      onCopy?.(copy, original);
    }
    onCall?.(copy.inboundNodes.at(-1)!, node);
    return [applied].flat();
  };
  const run = (graph: readonly Node[], ends: readonly SymbolicTensor[]): void => {
    const read = new Set([...ends, ...graph.flatMap(({ inputTensors }) => inputTensors)]);
    for (const node of [...graph].sort((a, b) => order(a) - order(b))) {
      const { outboundLayer: original, outputTensors } = node;
      const from = node.inputTensors.map((tensor) => made.get(tensor)!);
      if (dissolved !== undefined && original instanceof LayersModel) {
        const wanted = original.outputs.filter((_, index) => read.has(outputTensors[index]!));
        for (const [index, tensor] of original.inputs.entries()) made.set(tensor, from[index]!);
        run(nodesBehind(wanted, new Set(original.inputs)), wanted);
        for (const [index, tensor] of original.outputs.entries()) made.set(outputTensors[index]!, made.get(tensor)!);
      } else {
        for (const [index, output] of call(node, from).entries()) put(outputTensors[index]!, output);
      }
    }
  };
  run(nodes, outputs);
  const emitted = model({ inputs, outputs: outputs.map((tensor) => made.get(tensor)!), name: network.name });
  for (const layer of emitted.layers) if (layer.inboundNodes.length > 1 && !(layer instanceof LayersModel)) disposeAtOnce(layer);
  return emitted;
};

const inputLike = (tensor: SymbolicTensor, freeBatch: boolean, taken: ReadonlySet<string>): SymbolicTensor => {
  const { name } = tensor.sourceLayer;
  return input({
    batchShape: freeBatch ? [null, ...tensor.shape.slice(1)] : tensor.shape,
    dtype: tensor.dtype,
    name: isInput(nodeOf(tensor)) ? name : freeName(`${name}_output`, taken),
  });
};

const freeName = (name: string, taken: ReadonlySet<string>): string => {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return free;
};

/** Disposes of a layer: TensorFlow.js counts each of its calls as an owner, but a disposed network as a single one. */
const disposeAtOnce = (layer: Layer): void => {
  const disposeOnce = layer.dispose.bind(layer);
  layer.dispose = () => {
    let result = disposeOnce();
    while (result.refCountAfterDispose > 0) result = disposeOnce();
    return result;
  };
};

/** The arguments of a call without tensors, which belong to the original graph and are inputs anyway. */
const plainArguments = (callArguments: object | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(callArguments ?? {}).filter(([, value]) => typeof value !== 'object'));

import { input, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { copyLayer, copyState } from './_copy-layer.js';
import { isInput, type Layer, layersOf, nodeOf, nodesBehind } from './_graph.js';

/** What {@link emit} does differently from copying. */
export interface EmitOptions {
  /** The tensors to end at; default the outputs of the network. */
  readonly outputs?: readonly SymbolicTensor[];
  /** Tensors that become the inputs of the copy; default the inputs of the network. */
  readonly cut?: readonly SymbolicTensor[];
  /** Whether inputs of a fixed batch size become inputs of any, as those of a cut do; not where a layer keeps a state for each sample. */
  readonly anyBatch?: boolean;
  /** Sees each new layer, built and with its weights, and its original. */
  readonly onCopy?: (copy: Layer, original: Layer) => void;
  /** The layer to put behind a layer's output. */
  readonly behind?: (original: Layer) => Layer | undefined;
}

/**
 * A network of new layers with the same graph, names, weights and `trainable`; the one given stays untouched.
 *
 * Layers are called in the order in which they were called before, so that shared layers save and load as they did.
 */
export const emit = (
  who: string,
  network: LayersModel,
  { outputs = network.outputs, cut, anyBatch = false, onCopy, behind }: EmitOptions = {},
): LayersModel => {
  const starts = cut ?? network.inputs;
  const nodes = nodesBehind(outputs, new Set(starts));
  const names = new Set(
    [...layersOf(nodes), ...starts.filter((tensor) => isInput(nodeOf(tensor))).map(({ sourceLayer }) => sourceLayer)].map(
      ({ name }) => name,
    ),
  );
  const freeBatch = (anyBatch || cut !== undefined) && !nodes.some(({ outboundLayer }) => outboundLayer.stateful);
  const made = new Map<SymbolicTensor, SymbolicTensor>();
  const inputs = starts.map((tensor) => {
    const added = inputLike(tensor, freeBatch, names);
    names.add(added.sourceLayer.name);
    made.set(tensor, added);
    return added;
  });
  const copies = new Map<Layer, Layer>();
  for (const node of nodes.sort((a, b) => a.id - b.id)) {
    const original = node.outboundLayer;
    const known = copies.get(original);
    const copy = known ?? copyLayer(who, original);
    copies.set(original, copy);
    const from = node.inputTensors.map((tensor) => made.get(tensor)!);
    const applied = copy.apply(from.length === 1 ? from[0]! : from, plainArguments(node.callArgs)) as SymbolicTensor | SymbolicTensor[];
    if (known === undefined) {
      copyState(original, copy);
      onCopy?.(copy, original);
    }
    const extra = behind?.(original);
    for (const [index, output] of [applied].flat().entries()) {
      made.set(node.outputTensors[index]!, extra === undefined ? output : (extra.apply(output) as SymbolicTensor));
    }
  }
  return model({ inputs, outputs: outputs.map((tensor) => made.get(tensor)!), name: network.name });
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

/** Tensors among a call's arguments belong to the graph it was made in, and are among its inputs besides. */
const plainArguments = (callArguments: object | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(callArguments ?? {}).filter(([, value]) => typeof value !== 'object'));

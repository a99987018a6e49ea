import { input, layers, LayersModel, model, type Shape, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { serialization } from '@tensorflow/tfjs-core';

type Layer = layers.Layer;
type Node = Layer['inboundNodes'][number];

/** The node that made a symbolic tensor. */
export const nodeOf = (tensor: SymbolicTensor): Node => tensor.sourceLayer.inboundNodes[tensor.nodeIndex]!;

export const isInput = (node: Node): boolean => node.inboundLayers.length === 0;

/** The nodes of a network, each behind those it reads, from public fields alone. */
export const nodesOf = (network: LayersModel): Node[] => {
  const seen = new Set<Node>();
  const ordered: Node[] = [];
  const visit = (tensor: SymbolicTensor): void => {
    const node = nodeOf(tensor);
    if (seen.has(node)) return;
    seen.add(node);
    if (!isInput(node)) node.inputTensors.forEach(visit);
    ordered.push(node);
  };
  network.outputs.forEach(visit);
  return ordered;
};

/** A new layer of the same class and configuration; its weights are set once it has been applied. */
export const cloneLayer = (layer: Layer): Layer => {
  const layerClass = layer.constructor as unknown as serialization.SerializableConstructor<Layer> & {
    fromConfig(cls: unknown, config: serialization.ConfigDict): Layer;
  };
  return layerClass.fromConfig(layerClass, structuredClone(layer.getConfig()));
};

/** What {@link emit} does differently from copying. */
export interface EmitOptions {
  /** The tensors to end at; default the outputs of the network. */
  readonly outputs?: readonly SymbolicTensor[];
  /** Tensors that become inputs of the copy. */
  readonly cut?: readonly SymbolicTensor[];
  /** Sees each new layer before it is applied. */
  readonly onClone?: (clone: Layer, original: Layer) => void;
  /** Layers to put behind a layer's output. */
  readonly behind?: (original: Layer) => readonly Layer[];
}

/** A network of new layers with the same graph and weights; the one given stays untouched. */
export const emit = (network: LayersModel, { outputs = network.outputs, cut = [], onClone, behind }: EmitOptions = {}): LayersModel => {
  const made = new Map<SymbolicTensor, SymbolicTensor>();
  const clones = new Map<Layer, Layer>();
  const inputs: SymbolicTensor[] = [];
  const addInput = (tensor: SymbolicTensor): SymbolicTensor => {
    const shape: Shape = [null, ...tensor.shape.slice(1)];
    const added = input({
      batchShape: shape,
      dtype: tensor.dtype as 'float32',
      name: `${tensor.sourceLayer.name}${isInput(nodeOf(tensor)) ? '' : '_output'}`,
    });
    inputs.push(added);
    made.set(tensor, added);
    return added;
  };
  const copy = (tensor: SymbolicTensor): SymbolicTensor => {
    const known = made.get(tensor);
    if (known !== undefined) return known;
    const node = nodeOf(tensor);
    if (isInput(node)) return addInput(tensor);
    const from = node.inputTensors.map(copy);
    const layer = tensor.sourceLayer;
    let clone = clones.get(layer);
    const isNew = clone === undefined;
    if (clone === undefined) {
      clone = cloneLayer(layer);
      onClone?.(clone, layer);
      clones.set(layer, clone);
    }
    const applied = clone.apply(from.length === 1 ? from[0]! : from, node.callArgs ?? {}) as SymbolicTensor | SymbolicTensor[];
    if (isNew) clone.setWeights(layer.getWeights());
    for (const [index, output] of [applied].flat().entries()) {
      const masked = (behind?.(layer) ?? []).reduce((value, extra) => extra.apply(value) as SymbolicTensor, output);
      made.set(node.outputTensors[index]!, masked);
    }
    return made.get(tensor)!;
  };
  const cutInputs = cut.map(addInput);
  const ends = outputs.map(copy);
  const ordered = cut.length > 0 ? cutInputs : network.inputs.map((tensor) => made.get(tensor)).filter((tensor) => tensor !== undefined);
  return model({ inputs: ordered, outputs: ends, name: network.name });
};

import { mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** Runs a network call by call, nested ones too, and multiplies what a layer makes by its factors along the last axes. */
export const runByHand = (network: LayersModel, x: readonly Tensor[], factors: ReadonlyMap<string, Tensor>): number[][] => {
  const outputs = tidy(() => run(network, x, factors));
  return outputs.map((output) => {
    const values = Array.from(output.dataSync());
    output.dispose();
    return values;
  });
};

const run = (network: LayersModel, x: readonly Tensor[], factors: ReadonlyMap<string, Tensor>): Tensor[] => {
  const known = new Map<SymbolicTensor, Tensor>();
  const scaled = (name: string, value: Tensor): Tensor => {
    const factor = factors.get(name);
    return factor === undefined ? value : mul(value, factor);
  };
  network.inputs.forEach((tensor, index) => void known.set(tensor, scaled(tensor.sourceLayer.name, x[index]!)));
  const valueAt = (tensor: SymbolicTensor): Tensor => {
    if (!known.has(tensor)) {
      const { sourceLayer: layer, nodeIndex } = tensor;
      const { inputTensors, outputTensors } = layer.inboundNodes[nodeIndex]!;
      const from = inputTensors.map(valueAt);
      const made =
        layer instanceof LayersModel
          ? run(layer, from, factors)
          : [layer.call(from.length === 1 ? from[0]! : from, { training: false })].flat();
      outputTensors.forEach((output, index) => void known.set(output, scaled(layer.name, made[index]!)));
    }
    return known.get(tensor)!;
  };
  return network.outputs.map(valueAt);
};

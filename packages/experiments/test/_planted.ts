import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { tensor2d } from '@tensorflow/tfjs-core';

/** A network whose first `units / 2` hidden units read the left half of the input alone, and the others the right half alone. */
export const plantedNetwork = (inputs: number, units: number): Sequential => {
  const network = sequential({
    layers: [
      layers.dense({
        units,
        inputShape: [inputs],
        activation: 'relu',
        name: 'hidden',
        kernelInitializer: initializers.glorotUniform({ seed: 5 }),
      }),
      layers.dense({ units: 4, activation: 'softmax', name: 'head', kernelInitializer: initializers.glorotUniform({ seed: 6 }) }),
    ],
  });
  const hidden = network.getLayer('hidden');
  const [kernel, bias] = hidden.getWeights();
  const planted = kernel!.dataSync().map((value, index) => {
    const isLeftInput = Math.floor(index / units) < inputs / 2;
    const isLeftUnit = index % units < units / 2;
    return isLeftInput === isLeftUnit ? value : 0;
  });
  hidden.setWeights([tensor2d(planted, [inputs, units]), bias!]);
  return network;
};

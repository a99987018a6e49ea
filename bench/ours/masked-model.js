import { GumbelSigmoidMask } from '@dum/masks';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/** The hidden layers of a network, frozen, a GumbelSigmoidMask behind each, and a new two-way softmax head: the recipe. */
export const maskedModel = (network, { alpha, initialKeepProbability, seed }) => {
  const model = sequential();
  for (const hidden of network.layers.slice(0, -1)) {
    const [kernel, bias] = hidden.getWeights();
    const [inputs, units] = kernel.shape;
    model.add(layers.dense({ units, inputShape: [inputs], activation: 'relu', name: hidden.name, trainable: false }));
    model.layers.at(-1).setWeights([kernel, bias]);
    model.add(new GumbelSigmoidMask({ alpha, initialKeepProbability, name: `${hidden.name}_mask`, seed }));
  }
  model.add(layers.dense({ units: 2, activation: 'softmax', name: 'head' }));
  return model;
};

import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Whether a network's first output is a softmax, by a layer's activation or a layer of its own. */
export const hasSoftmax = (network: LayersModel): boolean => {
  const layer = network.outputs[0]!.sourceLayer;
  return layer.getClassName() === 'Softmax' || layer.getConfig().activation === 'softmax';
};

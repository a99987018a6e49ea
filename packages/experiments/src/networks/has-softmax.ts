import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Whether a network's first output is a softmax, as an activation or as a separate layer. */
export const hasSoftmax = (network: LayersModel): boolean => {
  const layer = network.outputs[0]!.sourceLayer;
  return layer.getClassName() === 'Softmax' || layer.getConfig().activation === 'softmax';
};

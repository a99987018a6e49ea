import { layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';

/** Two hidden dense layers, of `units` and `behind` units, and a head with four joint classes. */
export const denseNetwork = (inputs: number, units: number, behind: number): Sequential =>
  sequential({
    layers: [
      layers.dense({ name: 'first', units, inputShape: [inputs], activation: 'relu' }),
      layers.dense({ name: 'second', units: behind, activation: 'relu' }),
      layers.dense({ name: 'head', units: 4, activation: 'softmax' }),
    ],
  });

/** Two 3×3 convolutions, of `units` and `behind` channels, the mean of each channel, and a head with four joint classes. */
export const convolutionalNetwork = (inputShape: number[], units: number, behind: number): Sequential =>
  sequential({
    layers: [
      layers.conv2d({ name: 'first', filters: units, kernelSize: 3, padding: 'same', inputShape, activation: 'relu' }),
      layers.conv2d({ name: 'second', filters: behind, kernelSize: 3, padding: 'same', activation: 'relu' }),
      layers.globalAveragePooling2d({ name: 'mean' }),
      layers.dense({ name: 'head', units: 4, activation: 'softmax' }),
    ],
  });

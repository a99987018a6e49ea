import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { sizeOf } from '../size-of.js';
import type { Builder } from '../kinds/kind.js';

/**
 * Makes a tensor of the same values that depends, by 0 times its mean, on an input that is not read.
 *
 * TensorFlow.js leaves an input that no output depends on out of a saved network, so that the loaded network takes fewer inputs.
 */
export const holdInput = (x: SymbolicTensor, unread: SymbolicTensor, builder: Builder): SymbolicTensor => {
  const name = (what: string): string => builder.nameLike(`${unread.sourceLayer.name}_${what}`);
  const nothing = [
    layers.reshape({ targetShape: [1, sizeOf(unread.shape.slice(1)), 1], name: name('row') }),
    layers.globalAveragePooling2d({ name: name('mean') }),
    layers.rescaling({ scale: 0, name: name('nothing') }),
    layers.reshape({ targetShape: x.shape.slice(1).map(() => 1), name: name('shape') }),
  ].reduce((from, layer) => layer.apply(from) as SymbolicTensor, unread);
  return layers.add({ name: name('unread') }).apply([x, nothing]) as SymbolicTensor;
};

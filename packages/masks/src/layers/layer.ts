import type { layers } from '@tensorflow/tfjs-layers';

/** A layer of TensorFlow.js, of any class. */
export type Layer = layers.Layer;

/** The variables of a layer in the order of their creation, which does not depend on what is trainable. */
export const weightsOf = (layer: Layer): Layer['weights'] => [...layer.weights].sort((a, b) => a.id - b.id);

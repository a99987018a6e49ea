import { isObject } from './canonical-config.js';
import { refuse } from './refuse.js';

/** Refuses a graph of operations, which has no layers. */
export const refuseGraph = (topology: unknown): void => {
  if (!isObject(topology) || !Array.isArray(topology.node)) return;
  refuse(
    'it is a graph model, whose operations have no layers that could be masked; convert the Keras model with tensorflowjs_converter --output_format tfjs_layers_model, or turn its .keras or .h5 file into a network with importKeras of @dum/keras (dum import)',
  );
};

/** Refuses a configuration of Keras 3, which TensorFlow.js cannot read. */
export const refuseKeras3 = (evidence: string): never =>
  refuse(
    `it is a configuration of Keras 3 (${evidence}), which TensorFlow.js cannot read; turn the whole model.json into a network with importKeras of @dum/keras (dum import)`,
  );

/** Refuses a topology that names Keras 3 or later as its writer. */
export const refuseNewerKeras = (topology: unknown): void => {
  if (!isObject(topology)) return;
  const { keras_version: version } = topology;
  if (typeof version === 'string' && /^([3-9]|\d\d)\./.test(version)) refuseKeras3(`keras_version ${JSON.stringify(version)}`);
};

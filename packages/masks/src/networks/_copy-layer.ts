import type { serialization, Variable } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { UnitMask } from '../layers/unit-mask.js';
import { type Layer, weightsOf } from '../layers/layer.js';

/** The layers inside a nested network or a time-distributed layer; undefined for other layers. */
export const partsOf = (layer: Layer): readonly Layer[] | undefined => {
  if (layer instanceof LayersModel) return layer.layers;
  return layer.getClassName() === 'TimeDistributed' ? [(layer as Layer & { layer: Layer }).layer] : undefined;
};

type LayerClass = serialization.SerializableConstructor<Layer> & {
  fromConfig(cls: unknown, config: serialization.ConfigDict, customObjects: object, fastWeightInit: boolean): Layer;
};

/** Creates a layer of the same class, configuration and (by default) name, not yet built. A preset of a mask becomes a plain mask. */
export const copyLayer = (who: string, layer: Layer, name = layer.name): Layer => {
  if (layer instanceof UnitMask) return layer.copy({ name });
  const layerClass = layer.constructor as unknown as LayerClass;
  try {
    const copy = layerClass.fromConfig(layerClass, { ...structuredClone(layer.getConfig()), name }, {}, true);
    copy.setFastWeightInitDuringBuild(true);
    return copy;
  } catch (cause) {
    if (cause instanceof DumError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DumError(
      'bad-input',
      `${who}: layer "${layer.name}" can't be recreated from its configuration (${reason}); expected a layer that can be saved and loaded, so give ${layer.getClassName()} a getConfig of plain data and register its class`,
      { cause },
    );
  }
};

/** Copies the weights, bit for bit, and the `trainable` flags of a layer to its built copy. */
export const copyState = (from: Layer, to: Layer): void => {
  if (to.trainable !== from.trainable) to.trainable = from.trainable;
  const [parts, copies] = [partsOf(from), partsOf(to)];
  if (parts !== undefined && copies !== undefined) {
    for (const part of parts) copyState(part, copies.find(({ name }) => name === part.name)!);
    return;
  }
  const targets = weightsOf(to);
  weightsOf(from).forEach((weight, index) => {
    const target = targets[index]!;
    // A write would apply the weight's constraint again.
    (target.read() as Variable).assign(weight.read());
    target.trainable = weight.trainable;
  });
};

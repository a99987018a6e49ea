import { type serialization, tensor, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import { type Layer, weightsOf } from '../layers/layer.js';

/** Values of one weight, or of one sample, row-major. */
export interface Values {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

type LayerClass = serialization.SerializableConstructor<Layer> & {
  fromConfig(cls: unknown, config: serialization.ConfigDict): Layer;
};

/**
 * Creates a layer of the class and configuration of another, with changed settings, trainable and not yet built.
 *
 * It has no weight constraints, because a constraint on a whole kernel differs from one on a part of it.
 */
export const layerLike = (layer: Layer, changes: Readonly<Record<string, unknown>> = {}): Layer => {
  const layerClass = layer.constructor as unknown as LayerClass;
  const config = structuredClone(layer.getConfig());
  delete config.batchInputShape;
  for (const key of Object.keys(config)) if (/constraint$/i.test(key)) config[key] = null;
  const made = layerClass.fromConfig(layerClass, { ...config, trainable: true, ...changes });
  made.setFastWeightInitDuringBuild(true);
  return made;
};

/** Sets the weights of a built layer, in the order of their creation. */
export const setWeights = (layer: Layer, weights: readonly Values[]): void => {
  weightsOf(layer).forEach((weight, index) => {
    const { values, shape } = weights[index]!;
    const value = tensor(values, shape as number[]);
    (weight.read() as Variable).assign(value);
    value.dispose();
  });
};

/** The values of a layer's weights, in the order of their creation. */
export const weightValues = (layer: Layer): Promise<Values[]> =>
  Promise.all(
    weightsOf(layer).map(async (weight) => {
      const value = weight.read();
      return { values: (await value.data<'float32'>()).slice(), shape: [...value.shape] };
    }),
  );

/** Runs an unbuilt layer with these weights on one sample at inference, and disposes of it. */
export const runOnce = async (layer: Layer, inputs: readonly Values[], weights: readonly Values[] = []): Promise<Float32Array> => {
  const symbols = inputs.map(({ shape }) => input({ shape: shape as number[] }));
  layer.apply(symbols.length === 1 ? symbols[0]! : symbols);
  setWeights(layer, weights);
  const output = tidy(() => {
    const x = inputs.map(({ values, shape }) => tensor(values, [1, ...shape]));
    return layer.apply(x.length === 1 ? x[0]! : x, { training: false }) as Tensor;
  });
  const values = await output.data<'float32'>();
  output.dispose();
  layer.dispose();
  return values;
};

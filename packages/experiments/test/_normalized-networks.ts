import { initializers, input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';

const through = (start: SymbolicTensor, ...all: readonly layers.Layer[]): SymbolicTensor =>
  all.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, start);

const uniform = (minval: number, maxval: number, seed: number) => initializers.randomUniform({ minval, maxval, seed });

/** A batch normalization with statistics of its own, that are those of nothing. */
const norm = (name: string, seed: number) =>
  layers.batchNormalization({
    name,
    gammaInitializer: uniform(0.5, 2, seed),
    betaInitializer: uniform(-0.3, 0.3, seed + 1),
    movingMeanInitializer: uniform(-0.2, 0.2, seed + 2),
    movingVarianceInitializer: uniform(0.5, 2, seed + 3),
  });

const relu = (name: string) => layers.reLU({ name });

const kernelInitializer = (seed: number) => initializers.heNormal({ seed });

const dense = (name: string, units: number, seed: number) => layers.dense({ name, units, kernelInitializer: kernelInitializer(seed) });

const conv = (name: string, seed: number, filters = 4) =>
  layers.conv2d({ name, filters, kernelSize: 3, padding: 'same', kernelInitializer: kernelInitializer(seed) });

const head = () => layers.dense({ units: 4, activation: 'softmax', name: 'head', kernelInitializer: kernelInitializer(99) });

const shape = [4, 4, 1];

/** Dense layers of 6, 5 and 4 units, each with a normalization; those of the second and third read masked units. */
export const denseNetwork = (): LayersModel => {
  const x = input({ shape, name: 'x' });
  const hidden = [6, 5, 4].flatMap((units, at) => [dense(`d${at}`, units, 10 * at + 1), norm(`n${at}`, 10 * at + 2), relu(`r${at}`)]);
  return model({ inputs: x, outputs: through(x, layers.flatten({ name: 'flat' }), ...hidden, head()), name: 'dense' });
};

/** A chain of convolutions, that tasks run through their kept channels alone. */
export const chainNetwork = (): LayersModel => {
  const x = input({ shape, name: 'x' });
  const hidden = [3, 4, 5].flatMap((filters, at) => [conv(`c${at}`, 10 * at + 1, filters), norm(`n${at}`, 10 * at + 2), relu(`r${at}`)]);
  return model({ inputs: x, outputs: through(x, ...hidden, layers.flatten({ name: 'flat' }), head()), name: 'chain' });
};

/** A residual network, whose tail starts at two tensors when only the branch is masked. */
export const residualNetwork = (): LayersModel => {
  const x = input({ shape, name: 'x' });
  const stem = through(x, conv('stem', 1), norm('stem_norm', 2), relu('stem_relu'));
  const branch = through(stem, conv('a', 11), norm('a_norm', 12), relu('a_relu'), conv('b', 21), norm('b_norm', 22));
  const joined = through(layers.add({ name: 'join' }).apply([stem, branch]) as SymbolicTensor, norm('join_norm', 32), relu('join_relu'));
  return model({ inputs: x, outputs: through(joined, layers.flatten({ name: 'flat' }), head()), name: 'residual' });
};

/** A normalization that is called twice, behind a mask each time. */
export const sharedNetwork = (): LayersModel => {
  const x = input({ shape, name: 'x' });
  const shared = norm('shared', 2);
  const first = through(x, conv('a', 1), relu('a_relu'), conv('b', 11), shared, relu('b_relu'));
  return model({ inputs: x, outputs: through(first, conv('c', 21), shared, layers.flatten({ name: 'flat' }), head()), name: 'shared' });
};

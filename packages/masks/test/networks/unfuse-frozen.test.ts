import {
  abs,
  grad,
  mul,
  ones,
  profile,
  randomNormal,
  sum,
  type Tensor,
  tidy,
  valueAndGrad,
  variable,
  type Variable,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noiseKey } from '@dum/masks/noise';
import { unfuseFrozen } from '../../src/networks/unfuse-frozen.js';

const activations = [
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'sigmoid',
  'hardSigmoid',
  'softmax',
  'softplus',
  'softsign',
  'tanh',
  'swish',
  'mish',
] as const;

/** A built layer with random weights, and the same one unfused. */
const pairOf = (make: () => layers.Layer, inputShape: readonly number[]) => {
  const [stock, unfused] = [make(), make()];
  for (const layer of [stock, unfused]) {
    layer.build([null, ...inputShape.slice(1)]);
    layer.setWeights(layer.weights.map(({ shape }, index) => randomNormal(shape as number[], 0, 0.6, 'float32', noiseKey(index, 3) | 1)));
    layer.trainable = false;
  }
  unfuseFrozen(unfused);
  const x = randomNormal([...inputShape], 0, 1, 'float32', 11);
  const direction = randomNormal((stock.apply(x) as Tensor).shape, 0, 1, 'float32', 13);
  const along = (layer: layers.Layer) => (value: Tensor) => sum(mul(layer.apply(value) as Tensor, direction));
  return { stock, unfused, x, along };
};

const expectSame = ({ stock, unfused, x, along }: ReturnType<typeof pairOf>, gradients = true): void => {
  expect(unfused.apply(x) as Tensor).toBeAllclose(stock.apply(x) as Tensor, 1e-6);
  if (gradients) expect(grad(along(unfused))(x)).toBeAllclose(grad(along(stock))(x), 1e-6);
};

describe('an unfused dense layer', () => {
  it.each(activations.flatMap((activation) => [true, false].map((useBias) => ({ activation, useBias }))))(
    'has the values and input gradients of the stock one: %o',
    (args) => {
      for (const shape of [
        [5, 4],
        [2, 3, 4],
      ]) {
        expectSame(pairOf(() => layers.dense({ units: 6, ...args }), shape));
      }
    },
  );

  it('takes a batch of no rows, as the stock one does', () => {
    const { stock, unfused } = pairOf(() => layers.dense({ units: 6 }), [5, 4]);
    for (const layer of [stock, unfused]) expect((layer.apply(ones([0, 4])) as Tensor).shape).toEqual([0, 6]);
  });
});

describe('an unfused conv2d layer', () => {
  it.each(activations.flatMap((activation) => [true, false].map((useBias) => ({ activation, useBias }))))(
    'has the values and input gradients of the stock one: %o',
    (args) => expectSame(pairOf(() => layers.conv2d({ filters: 3, kernelSize: 2, ...args }), [2, 5, 5, 2])),
  );

  it('has them for any kernel, stride and padding', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        fc.constantFrom('same' as const, 'valid' as const),
        (kernelSize, strides, padding) =>
          tidy(() =>
            expectSame(pairOf(() => layers.conv2d({ filters: 2, kernelSize, strides, padding, activation: 'tanh' }), [2, 6, 5, 2])),
          ),
      ),
      { numRuns: 25 },
    );
  });

  it('has its values when dilated, where TensorFlow.js has no gradients', () => {
    expectSame(
      pairOf(() => layers.conv2d({ filters: 2, kernelSize: 2, dilationRate: [2, 3], padding: 'same' }), [2, 7, 7, 2]),
      false,
    );
  });
});

describe('an unfused batch normalization', () => {
  it.each(
    [
      { axis: -1, shape: [3, 4, 4, 2] },
      { axis: 3, shape: [3, 4, 4, 2] },
      { axis: -1, shape: [5, 4] },
    ]
      .flatMap((place) => [true, false].flatMap((scale) => [true, false].map((center) => ({ ...place, scale, center }))))
      .concat({ axis: 1, shape: [3, 4, 5], scale: true, center: true }),
  )('has the values and input gradients of the stock one: %o', ({ axis, shape, scale, center }) => {
    const { stock, unfused, x, along } = pairOf(() => layers.batchNormalization({ axis }), shape);
    const wanted = [scale ? undefined : ones([shape.at(axis)!]), center ? undefined : zeros([shape.at(axis)!])];
    for (const layer of [stock, unfused]) {
      const weights = layer.getWeights();
      layer.setWeights([wanted[0] ?? weights[0]!, wanted[1] ?? weights[1]!, weights[2]!, abs(weights[3]!)]);
    }
    const without = layers.batchNormalization({ axis, scale, center, trainable: false });
    without.build([null, ...shape.slice(1)]);
    const given = stock.getWeights();
    without.setWeights([...(scale ? [given[0]!] : []), ...(center ? [given[1]!] : []), given[2]!, given[3]!]);
    unfuseFrozen(without);
    for (const layer of [unfused, without]) {
      expect(layer.apply(x) as Tensor).toBeAllclose(stock.apply(x, { training: false }) as Tensor, 1e-5);
      expect(grad(along(layer))(x)).toBeAllclose(grad(along(stock))(x), 1e-5);
    }
  });

  it('updates its statistics again once it is unfrozen', () => {
    const { unfused, x } = pairOf(() => layers.batchNormalization(), [5, 4]);
    const before = unfused.getWeights()[2]!.clone();
    unfused.trainable = true;
    unfused.apply(x, { training: true });
    expect(unfused.getWeights()[2]!).not.toBeAllclose(before, 1e-3);
  });
});

describe('unfuseFrozen', () => {
  const kernelsOf = async (layer: layers.Layer, x: Tensor) => {
    const mask = variable(ones([x.shape.at(-1)!]));
    const { kernels } = await profile(() => tidy(() => variableGrads(() => sum(layer.apply(mul(x, mask)) as Tensor), [mask]).value));
    mask.dispose();
    return kernels.map(({ name, outputShapes }) => `${name} ${JSON.stringify(outputShapes[0])}`);
  };

  it.each(['linear', 'softmax'] as const)('spares a %s dense layer the product for its kernel', async (activation) => {
    const { stock, unfused, x } = pairOf(() => layers.dense({ units: 6, activation }), [5, 4]);
    const product = 'BatchMatMul [1,4,6]';
    expect((await kernelsOf(stock, x)).filter((kernel) => kernel === product)).toHaveLength(1);
    expect((await kernelsOf(unfused, x)).filter((kernel) => kernel === product)).toHaveLength(0);
    expect((await kernelsOf(unfused, x)).filter((kernel) => kernel.includes('MatMul'))).toHaveLength(2);
  });

  it.each(['linear', 'tanh'] as const)('spares a %s conv2d layer the gradient of its filter', async (activation) => {
    const { stock, unfused, x } = pairOf(() => layers.conv2d({ filters: 3, kernelSize: 2, activation }), [2, 5, 5, 2]);
    const filters = (kernels: string[]) => kernels.filter((kernel) => kernel.startsWith('Conv2DBackpropFilter'));
    expect(filters(await kernelsOf(stock, x))).toHaveLength(1);
    expect(filters(await kernelsOf(unfused, x))).toHaveLength(0);
  });

  it('still has the right gradient of the kernel, should the layer be thawed', () => {
    const { stock, unfused, x } = pairOf(() => layers.dense({ units: 6, activation: 'relu' }), [5, 4]);
    const [expected, found] = [stock, unfused].map((layer) => {
      layer.trainable = true;
      const { grads } = variableGrads(
        () => sum(layer.apply(x) as Tensor),
        layer.trainableWeights.map((weight) => weight.read() as Variable),
      );
      return Object.values(grads).flatMap((gradient) => Array.from(gradient.dataSync()));
    });
    expect(found).toHaveLength(4 * 6 + 6);
    expect(found!).toBeAllclose(expected!, 1e-6);
  });

  it.each([
    ['a trainable layer', () => layers.dense({ units: 2 })],
    ['channels first', () => layers.conv2d({ filters: 2, kernelSize: 1, dataFormat: 'channelsFirst', trainable: false })],
    ['a layer of another kind', () => layers.conv1d({ filters: 2, kernelSize: 1, trainable: false })],
  ])('leaves %s as it is', (_, make) => {
    const layer = make();
    unfuseFrozen(layer);
    expect(Object.hasOwn(layer, 'call')).toBe(false);
  });

  it('leaks no tensor', async () => {
    const { unfused, x, along } = pairOf(() => layers.dense({ units: 6, activation: 'relu' }), [2, 3, 4]);
    const run = () => {
      const { value, grad: gradient } = valueAndGrad(along(unfused))(x);
      value.dispose();
      gradient.dispose();
    };
    await expect(run).toLeakNoTensors();
  });
});

import { tensor, zeros } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { expect, it } from 'vitest';
import { type Extractable, type ExtractionOptions, extractSubnetwork } from '@dum/masks';
import { makeNetwork, randomize } from '../networks/example-networks.js';
import { maskSet, readOutOf } from './_extracted.js';

const { dense, conv2d } = layers;

const behind = (...stack: layers.Layer[]): LayersModel =>
  randomize(sequential({ name: 'odd', layers: [...stack, dense({ units: 2, name: 'head' })] }));

const all = [1, 1, 1, 1];
const first = (network: LayersModel): Record<string, number[]> => ({ [network.layers[0]!.name]: all });

const message = async (network: LayersModel, given: Partial<Extractable> = {}, options: ExtractionOptions = {}): Promise<string> => {
  const masks = given.masks ?? (await maskSet(network, first(network)));
  const error: unknown = await extractSubnetwork(network, { ...given, masks }, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DumError);
  expect((error as DumError).code).toBe('bad-input');
  return (error as DumError).message;
};

const chain = () => behind(dense({ units: 4, inputShape: [3], activation: 'relu', name: 'first' }));

const withNan = () => {
  const network = chain();
  network.getLayer('first').setWeights([tensor(new Array<number>(12).fill(Number.NaN), [3, 4]), zeros([4])]);
  return network;
};

it.each([
  [
    'an unsupported layer',
    () =>
      behind(
        dense({ units: 4, inputShape: [3, 5], name: 'first' }),
        layers.lstm({ units: 2, recurrentInitializer: 'glorotNormal', name: 'memory' }),
      ),
    /"memory" \(LSTM\) is not supported; expected channels last and layers of Activation, Add, .*ZeroPadding2D, or networks of them$/,
  ],
  [
    'one within a nested network',
    () =>
      behind(
        dense({ units: 4, inputShape: [3], name: 'first' }),
        sequential({ layers: [layers.repeatVector({ n: 2, inputShape: [4], name: 'twice' })] }),
      ),
    /"twice" \(RepeatVector\) is not supported/,
  ],
  [
    'channels first',
    () =>
      behind(
        dense({ units: 4, inputShape: [4, 4, 4], name: 'first' }),
        conv2d({ filters: 2, kernelSize: 1, dataFormat: 'channelsFirst', name: 'conv' }),
      ),
    /"conv" \(Conv2D\) has its channels first/,
  ],
  [
    'another axis',
    () => behind(dense({ units: 4, inputShape: [3, 3], name: 'first' }), layers.batchNormalization({ axis: 1, name: 'norm' })),
    /"norm" \(BatchNormalization\) works on axis 1, which is not the last/,
  ],
  [
    'scales that are none of channels',
    () =>
      behind(
        dense({ units: 4, inputShape: [3, 4], name: 'first' }),
        layers.rescaling({ scale: [[1], [2], [3]] as unknown as number, name: 'scale' }),
        layers.flatten(),
      ),
    /"scale" \(Rescaling\) has the scale \[\[1\],\[2\],\[3\]\], which is neither a number nor a list of one for each of its 4 channels/,
  ],
  [
    'a size that is not fixed',
    () =>
      randomize(
        sequential({
          layers: [
            conv2d({ filters: 4, kernelSize: 1, inputShape: [null, null, 3], name: 'first' }),
            layers.globalMaxPooling2d({ name: 'max' }),
            dense({ units: 2, name: 'head' }),
          ],
        }),
      ),
    /"first_input" gives \[\?, \?, \?, 3\]; expected fixed sizes/,
  ],
])('refuses %s, by name', async (_, network, expected) => {
  expect(await message(network())).toMatch(expected);
});

it('refuses masks of another network', async () => {
  const masks = await maskSet(chain(), { first: all });
  const other = chain();
  other.getLayer('first').setWeights([zeros([3, 4]), zeros([4])]);
  expect(await message(other, { masks })).toMatch(
    /^extractSubnetwork: the masks belong to another network \(fingerprint \w{12}…\) than the one given/,
  );
});

it('refuses masks of layers and shapes that the network does not have', async () => {
  const network = chain();
  expect(await message(network, { masks: await maskSet(network, { frist: all }) })).toMatch(/no layer matches "frist".*first/);
  expect(await message(network, { masks: await maskSet(network, { first: [1, 1] }) })).toMatch(/first/);
});

it('refuses a read-out of another head', async () => {
  expect(await message(chain(), { readOut: readOutOf(5) })).toBe(
    'extractSubnetwork: the read-out has 5 inputs and 2 biases for 2 classes; the network gives it 4 features',
  );
});

it('refuses weights with NaN, whose outputs prove nothing', async () => {
  expect(await message(withNan())).toMatch(/an output is not finite/);
});

it.each([
  [{ sample: 3 }, /sample/],
  [{ samples: 0 }, /samples is 0; expected a whole number of at least 1/],
  [{ samples: 2.5 }, /samples is 2.5/],
  [{ seed: Number.NaN }, /seed is NaN; expected a whole number/],
  [{ x: zeros([2, 4]) }, /x is \[samples, 4\]; "odd" takes \[samples, 3\]/],
] as [ExtractionOptions, RegExp][])('refuses the options %j', async (options, expected) => {
  expect(await message(chain(), {}, options)).toMatch(expected);
});

it.each([
  ['an unsupported layer', () => makeNetwork('recurrent'), { hidden: [1, 1, 0, 1, 1] }, /"over_time" \(TimeDistributed\) is not supported/],
  ['an output that is not finite', withNan, { first: all }, /not finite/],
] as const)('leaves no tensor behind when it refuses %s', async (_, make, bits, expected) => {
  const network = make();
  const masks = await maskSet(network, bits);
  await expect(() => expect(extractSubnetwork(network, { masks })).rejects.toThrow(expected)).toLeakNoTensors();
});

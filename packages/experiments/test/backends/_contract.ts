import { backend, memory } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { group, splitTrainValidation, type Task, twoTasks } from '@dum/datasets';
import { discoverSubnetworks, type DiscoveryOptions, mlp, trainNetwork } from '@dum/experiments';

/** What a seeded run of 20 steps came to: plain numbers, so that a page can hand them over. */
export interface Learned {
  /** Of training, and where there are any of validation. */
  readonly losses: number[];
  /** The logits of all masks, or the weights of a network that was trained. */
  readonly values: number[];
}

/** What was held at each look at a run of 200 steps, 20 steps apart, and what was left when it was over. */
export interface Held {
  readonly tensors: number[];
  /** Of the backend itself, which also counts what no tensor stands for. */
  readonly buffers: number[];
  readonly bytes: number[];
  /** Bytes of wasm's heap or of textures; 0 where the backend does not tell. */
  readonly heap: number[];
  readonly left: number;
}

const data = twoTasks({ seed: 3, train: 1200, test: 100, features: 32 });
const splits = splitTrainValidation(data.train, { validation: 200, seed: 1 });
const { classNames } = data;
const tasks: Task[] = [
  group({ ...splits, classNames }, { name: 'a', classes: ['a1b0', 'a1b1'] }),
  group({ ...splits, classNames }, { name: 'three', groups: { first: ['a0b0'], second: ['a0b1'], third: ['a1b0'] } }),
];

const dense = () => mlp({ inputs: 64, hidden: [16, 12], classes: 4, seed: 2 });

// No max pooling: where values tie, as those of a masked channel do, its gradient goes to the first of them on some backends, to the
// last on others, and either is right.
const convolutional = (): LayersModel => {
  const from = (seed: number) => ({ kernelInitializer: initializers.glorotUniform({ seed }) });
  return sequential({
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [8, 8, 1], name: 'first', ...from(4) }),
      layers.conv2d({ filters: 6, kernelSize: 3, strides: 2, activation: 'relu', name: 'second', ...from(5) }),
      layers.averagePooling2d({ poolSize: 2, strides: 1 }),
      layers.flatten(),
      layers.dense({ units: 8, activation: 'relu', name: 'third', ...from(6) }),
      layers.dense({ units: 4, activation: 'softmax', name: 'head', ...from(7) }),
    ],
  });
};

const settings = { batchSize: 50, samples: 1, learningRate: 0.1, initialKeepProbability: 0.4, alpha: 2e-3, seed: 7, readOutEpochs: 1 };

/** Two masks a step take the general stepper everywhere; one takes the chain's where the backend is read at once. */
const searches: Readonly<Record<string, { readonly make: () => LayersModel; readonly options: DiscoveryOptions }>> = {
  'a dense chain': { make: dense, options: settings },
  'a dense network, two masks a step': { make: dense, options: { ...settings, samples: 2 } },
  'a convolutional network': { make: convolutional, options: settings },
};

/** The runs of the contract, by name. */
export const runNames = ['training', ...Object.keys(searches)];

/** Every run, 20 steps each, on the backend in use. */
export const learnAll = async (): Promise<Record<string, Learned>> => {
  const learned: Record<string, Learned> = { training: await train() };
  for (const [name, { make, options }] of Object.entries(searches)) {
    const network = make();
    const found = await discoverSubnetworks(network, tasks, { ...options, epochs: 1 });
    network.dispose();
    learned[name] = {
      losses: found.flatMap(({ history }) => history.flatMap(({ loss, validationLoss }) => [loss!, validationLoss!])),
      values: found.flatMap(({ logits }) => logits!.flatMap((layer) => [...layer])),
    };
  }
  return learned;
};

/** Every search, 200 steps each, on the backend in use. */
export const holdAll = async (): Promise<Record<string, Held>> => {
  const held: Record<string, Held> = {};
  for (const [name, { make, options }] of Object.entries(searches)) {
    const network = make();
    const tensors = memory().numTensors;
    const looks = await watch(network, { ...options, epochs: 10 }, () => ({ ...memory(), buffers: buffers(), heap: heap() }));
    held[name] = {
      tensors: looks.map(({ numTensors }) => numTensors),
      buffers: looks.map((look) => look.buffers),
      bytes: looks.map(({ numBytes }) => numBytes),
      heap: looks.map((look) => look.heap),
      left: memory().numTensors - tensors,
    };
    network.dispose();
  }
  return held;
};

/** What is seen at each look within an epoch of masks. */
export const watch = async <Look>(network: LayersModel, options: DiscoveryOptions, see: () => Look): Promise<Look[]> => {
  const looks: Look[] = [];
  await discoverSubnetworks(network, tasks, {
    ...options,
    onProgress: ({ phase, tasks: atEnd }) => {
      if (phase === 'masks' && atEnd === undefined) looks.push(see());
    },
  });
  return looks;
};

const train = async (): Promise<Learned> => {
  const network = dense();
  const records = await trainNetwork(network, { ...data, ...splits }, { epochs: 1, batchSize: 50, learningRate: 0.02 });
  const weights = await Promise.all(network.getWeights().map((weight) => weight.data()));
  network.dispose();
  return { losses: records.map(({ loss }) => loss), values: weights.flatMap((one) => [...one]) };
};

const buffers = (): number => (backend() as unknown as { numDataIds(): number }).numDataIds();

const heap = (): number => {
  const { wasm } = backend() as unknown as { wasm?: { HEAPU8: Uint8Array } };
  return wasm?.HEAPU8.length ?? (memory() as { numBytesInGPUAllocated?: number }).numBytesInGPUAllocated ?? 0;
};

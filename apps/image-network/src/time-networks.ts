import { randomUniform, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The time of one network. */
export interface Timing {
  readonly name: string;
  /** The median time to answer for one picture, in milliseconds. */
  readonly milliseconds: number;
}

/** Rounds in which each network answers once. */
const rounds = 40;
/** Rounds before the clock counts, in which a backend gets ready. */
const warmUp = 5;

/** Times networks that take pictures of the same size, each for one picture, in turn, so that other work on the machine slows all alike. */
export const timeNetworks = async (
  networks: readonly { readonly name: string; readonly network: LayersModel }[],
  clock: () => number,
): Promise<Timing[]> => {
  const picture = randomUniform([1, ...(networks[0]!.network.inputs[0]!.shape.slice(1) as number[])], 0, 1, 'float32', 1);
  const times = networks.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [at, { network }] of networks.entries()) {
      const start = clock();
      const answer = tidy(() => network.apply(picture, { training: false }) as typeof picture);
      await answer.data();
      answer.dispose();
      if (round >= 0) times[at]!.push(clock() - start);
    }
  }
  picture.dispose();
  return networks.map(({ name }, at) => ({ name, milliseconds: times[at]!.sort((a, b) => a - b)[rounds / 2]! }));
};

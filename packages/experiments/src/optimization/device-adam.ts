import { add, div, mul, sqrt, square, sub, type Tensor, tensor, tidy, type Variable, variable, zerosLike } from '@tensorflow/tfjs-core';
import type { Moments } from './moments.js';

/** Adam on variables of the device. */
export interface DeviceAdam {
  /** One update; the gradients are in the order of the variables. */
  update(gradients: readonly Tensor[], rate: number): void;
  moments(): Promise<Moments>;
  /** Restores the state after `steps` steps. */
  restore(moments: Moments, steps: number): void;
  dispose(): void;
}

/** Adam on the variables given, in place. Kingma and Ba 2015 (arXiv 1412.6980); β₁ .9, β₂ .999, ε 1e-7. */
export const createDeviceAdam = (variables: readonly Variable[]): DeviceAdam => {
  const zeros = () => tidy(() => variables.map((weight) => variable(zerosLike(weight), false)));
  const [first, second] = [zeros(), zeros()];
  let step = 0;
  return {
    update(gradients, rate) {
      step++;
      const [firstScale, secondScale] = [rate / (1 - 0.9 ** step), 1 / (1 - 0.999 ** step)];
      tidy(() => {
        for (const [at, gradient] of gradients.entries()) {
          first[at]!.assign(add(mul(first[at]!, 0.9), mul(gradient, 0.1)));
          second[at]!.assign(add(mul(second[at]!, 0.999), mul(square(gradient), 0.001)));
          const size = add(sqrt(mul(second[at]!, secondScale)), 1e-7);
          variables[at]!.assign(sub(variables[at]!, div(mul(first[at]!, firstScale), size)));
        }
      });
    },
    async moments() {
      const read = (held: readonly Variable[]) => Promise.all(held.map((moment) => moment.data<'float32'>()));
      return { first: await read(first), second: await read(second) };
    },
    restore(moments, steps) {
      step = steps;
      write(moments.first, first);
      write(moments.second, second);
    },
    dispose() {
      for (const moment of [...first, ...second]) moment.dispose();
    },
  };
};

const write = (values: readonly Float32Array[], to: readonly Variable[]): void => {
  tidy(() => {
    for (const [at, held] of to.entries()) held.assign(tensor(values[at]!.slice(), held.shape));
  });
};

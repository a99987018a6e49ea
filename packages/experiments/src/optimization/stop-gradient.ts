import { customGrad, type Tensor, zerosLike } from '@tensorflow/tfjs-core';

/** The same values, without a gradient. */
export const stopGradient = <Kind extends Tensor>(x: Kind): Kind =>
  customGrad((value) => ({ value: (value as Tensor).clone(), gradFunc: (dy: Tensor) => zerosLike(dy) }))(x) as Kind;

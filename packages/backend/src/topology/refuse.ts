import { DumError } from '@dum/errors';

/** Throws the refusal of a topology. */
export const refuse = (problem: string): never => {
  throw new DumError('bad-input', `checkTopology: this network is refused: ${problem}.`);
};

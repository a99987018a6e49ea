import { DumError } from '@dum/errors';
import { LeftOut } from '../left-out.js';

/** Loads what a case needs from files; a case whose files are not there is left out, for the reason that the loader gives. */
export const requireData = async (load) => {
  try {
    return await load();
  } catch (error) {
    if (error instanceof DumError && error.code === 'bad-input') throw new LeftOut(error.message, { cause: error });
    throw error;
  }
};

import { DumError } from '@dum/errors';
import { checkTopology, type TopologySize } from '../topology/check-topology.js';

/** `checkTopology`, its refusal naming the file too. */
export const checkNetworkOf = (file: string, modelTopology: unknown, allow: readonly string[]): TopologySize => {
  try {
    return checkTopology(modelTopology, { allow });
  } catch (error) {
    if (!(error instanceof DumError)) throw error;
    throw new DumError(error.code, `fileSystem: ${file}: ${error.message}`, { cause: error });
  }
};

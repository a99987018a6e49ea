import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { legacyFile } from './legacy-file.js';
import { prepareNetwork } from './prepare-network.js';
import { weightsArchive } from './weights-archive.js';

/** A form that a network is exported in: a whole model for Keras, or its weights alone for NumPy. */
export type ExportFormat = 'keras-h5' | 'npz';

/** The forms that a network can be exported in. */
export const exportFormats: readonly ExportFormat[] = ['keras-h5', 'npz'];

/** Options of {@link exportKeras}. */
export interface ExportKerasOptions {
  /** `keras-h5` by default. */
  readonly format?: ExportFormat;
}

/** A network as the bytes of a file. */
export interface ExportedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What is worth knowing, a sentence each: layers that are named otherwise in the file. */
  readonly notes: readonly string[];
}

const files = { 'keras-h5': legacyFile, npz: weightsArchive };

/**
 * Writes a network for Keras: the bytes of a file, made in memory.
 *
 * `keras-h5` is a whole model in the `.h5` form of Keras 2, which Keras 2 and Keras 3 load by `load_model(file, compile=False)` and
 * `importKeras` by itself. It computes there what it computes here, to rounding: what a version of Keras lacks or means otherwise is written as
 * several layers, such as `hard_sigmoid`. `npz` has one array of float32 for each weight, by the names of the `.h5`: `layer/weight`.
 * What the network was trained with and its metadata are left out.
 *
 * @throws DumError 'bad-input' for what Keras lacks or computes otherwise, weights that are not finite, and networks within the
 * network (`flattenNetwork` of `@dum/masks` lays them open); all of that is named at once, with what to do.
 * @example
 * const { bytes } = await exportKeras(network);
 * await writeFile('model.h5', bytes);
 */
export const exportKeras = async (network: LayersModel, { format = 'keras-h5' }: ExportKerasOptions = {}): Promise<ExportedFile> => {
  if (!Object.hasOwn(files, format)) {
    throw new DumError('bad-input', `exportKeras: format is ${JSON.stringify(format)}, expected ${exportFormats.join(' or ')}`);
  }
  try {
    const prepared = await prepareNetwork(network);
    return { bytes: await files[format](prepared), notes: prepared.notes };
  } catch (error) {
    if (!(error instanceof DumError)) throw error;
    throw new DumError(error.code, `exportKeras: the network ${error.message}`, { cause: error });
  }
};

import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { legacyFile } from './legacy-file.js';
import { prepareNetwork } from './prepare-network.js';
import { weightsArchive } from './weights-archive.js';

/** The format of an export: a whole model for Keras, or its weights alone for NumPy. */
export type ExportFormat = 'keras-h5' | 'npz';

/** The formats that a network can be exported in. */
export const exportFormats: readonly ExportFormat[] = ['keras-h5', 'npz'];

/** Options of {@link exportKeras}. */
export interface ExportKerasOptions {
  /** `keras-h5` by default. */
  readonly format?: ExportFormat;
}

/** A network as the bytes of a file. */
export interface ExportedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Notes, a sentence each: layers that have another name in the file. */
  readonly notes: readonly string[];
}

const files = { 'keras-h5': legacyFile, npz: weightsArchive };

/**
 * Exports a network for Keras, as the bytes of a file.
 *
 * `keras-h5` is a whole model in the `.h5` format of Keras 2, which `load_model(file, compile=False)` of Keras 2 and Keras 3 and
 * `importKeras` load. It computes the same there, to rounding: an activation that some version of Keras lacks or defines differently,
 * such as `hard_sigmoid`, is written as several layers. `npz` has one array of float32 for each weight, named as in the `.h5`:
 * `layer/weight`. The optimizer and metadata are left out.
 *
 * @throws DumError 'bad-input' for layers that Keras lacks or computes differently, weights that are not finite, and nested networks
 * (flatten them with `flattenNetwork` of `@dum/masks`). One message names them all, with what to do.
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

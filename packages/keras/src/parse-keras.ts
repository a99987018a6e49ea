import { readArchive } from './archive/read-archive.js';
import { isObject, parseJson } from './config/json.js';
import { withHdf5 } from './hdf5/hdf5-file.js';
import { type ParsedKeras, parseConfig } from './parse-config.js';
import { named } from './refusal/named.js';
import { refuse } from './refusal/refuse.js';
import { addFromArchive } from './weights/from-archive.js';
import { addFromLegacy } from './weights/from-legacy.js';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const parseArchive = async (bytes: Uint8Array): Promise<ParsedKeras> => {
  const { config, metadata, weights } = await readArchive(bytes);
  const about = parseJson(text(metadata), 'metadata.json');
  const version = isObject(about) && typeof about.keras_version === 'string' ? about.keras_version : undefined;
  const network = parseJson(text(config), 'config.json');
  return withHdf5(weights, (file) => parseConfig(network, version, addFromArchive(file)));
};

const parseLegacy = (bytes: Uint8Array): Promise<ParsedKeras> =>
  withHdf5(bytes, (file) => {
    const config = file.text('/', 'model_config');
    if (config === undefined)
      return refuse('holds no model_config: it has weights only, or is no Keras file; save the whole model with model.save');
    const version = file.text('/', 'keras_version') ?? file.text('/model_weights', 'keras_version');
    return parseConfig(parseJson(config, 'model_config'), version, addFromLegacy(file));
  });

/**
 * Reads a Keras file in this thread, without limits on time or memory. Use it only for files that you made yourself: a hostile file can
 * keep HDF5 busy without end, or break it for every later read of the thread. `importKeras` reads in a worker, and builds the network.
 *
 * @param bytes A `.keras` archive or an `.h5` file of a whole model.
 * @param name The file's name in messages.
 * @throws DumError 'bad-input' for what `importKeras` refuses, 'temporary' after an earlier file broke HDF5 in this thread.
 */
export const parseKeras = async (bytes: Uint8Array, name = 'the Keras file'): Promise<ParsedKeras> => {
  try {
    return await (bytes[0] === 0x50 && bytes[1] === 0x4b ? parseArchive(bytes) : parseLegacy(bytes));
  } catch (error) {
    throw named(name, error);
  }
};

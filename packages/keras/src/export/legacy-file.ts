import { writeHdf5 } from '../hdf5/write-hdf5.js';
import type { ExportedNetwork } from './prepare-network.js';

/** The version of Keras whose format this is. */
const version = '2.15.0';

/** The bytes of an `.h5` as Keras 2 writes it. */
export const legacyFile = ({ config, layers }: ExportedNetwork): Promise<Uint8Array<ArrayBuffer>> =>
  writeHdf5(({ group, text, texts, floats }) => {
    const root = 'model_weights';
    group(root);
    for (const path of ['/', root]) {
      text(path, 'keras_version', version);
      text(path, 'backend', 'tensorflow');
    }
    text('/', 'model_config', JSON.stringify(config));
    texts(
      root,
      'layer_names',
      layers.map(({ name }) => name),
    );
    for (const { name, weights } of layers) {
      group(`${root}/${name}`);
      group(`${root}/${name}/${name}`);
      texts(
        `${root}/${name}`,
        'weight_names',
        weights.map((weight) => `${name}/${weight.name}:0`),
      );
      for (const weight of weights) floats(`${root}/${name}/${name}/${weight.name}:0`, weight.shape, weight.values);
    }
  });

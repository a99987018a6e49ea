import { engine, io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { ParsedKeras } from './parse-config.js';
import { isConverted, parseConverted } from './parse-converted.js';
import { checkSize, readFile } from './read-file.js';
import { parseInWorker } from './worker/parse-in-worker.js';

/** Options of {@link importKeras}. */
export interface ImportKerasOptions {
  /** The file's name in messages. Default: its path, or `the Keras file` for bytes. */
  readonly name?: string;
  /** The most seconds that reading may take. Default: 60. */
  readonly seconds?: number;
  /** Stops the import; the promise is then rejected with its reason. */
  readonly signal?: AbortSignal;
}

/** A network that came from a Keras file. */
export interface ImportedNetwork {
  /** The network, in layers of TensorFlow.js only; yours to dispose of. */
  readonly network: LayersModel;
  /** The version of Keras that wrote the file. */
  readonly kerasVersion: string;
  /** Notes, a sentence each: layers that were left out or renamed. */
  readonly notes: readonly string[];
}

const mostSeconds = 86_400;

/**
 * Imports a Keras file, `.h5` or `.keras` and of Keras 2 or 3, as a network of TensorFlow.js, without Python. It also imports a folder
 * that `tensorflowjs_converter` wrote from such a file, including those that TensorFlow.js cannot read.
 *
 * The file is read in a worker with limits on time and memory, and nothing in it is trusted: its layers, every setting that
 * changes what they compute, the graph, and the shapes and values of all weights are checked before TensorFlow.js builds the network.
 * The network computes what Keras computes in prediction, to rounding; {@link supportedLayers} lists the layers that can be imported.
 * Sequential networks become functional ones, layers that act in training only are left out or do nothing, and names that
 * nested networks share are made unique.
 *
 * Choose a backend first; on wasm that should be `useBackend` of `@dum/backend`, since stock wasm computes some strided
 * convolutions with `same` padding wrong.
 *
 * @param file The path of the file or of a converted `model.json`, or the bytes of the file.
 * @throws DumError 'bad-input' for a file that is damaged, hostile or not a Keras network, or that holds layers which TensorFlow.js
 * lacks or computes wrongly; one message names them all, with reasons. 'storage' where the disk fails.
 * @example
 * await useBackend();
 * const { network } = await importKeras('model.keras');
 */
export const importKeras = async (
  file: string | Uint8Array,
  { name = typeof file === 'string' ? file : 'the Keras file', seconds = 60, signal }: ImportKerasOptions = {},
): Promise<ImportedNetwork> => {
  if (!(seconds > 0 && seconds <= mostSeconds)) {
    throw new DumError('bad-input', `importKeras: seconds is ${seconds}, expected a number above 0 and at most ${mostSeconds}`);
  }
  const parsed =
    typeof file === 'string' && (await isConverted(file))
      ? await parseConverted(file, name)
      : await parseInWorker({ bytes: typeof file === 'string' ? await readFile(file) : copyOf(file, name), name }, { seconds, signal });
  return { network: await build(parsed, name), kerasVersion: parsed.kerasVersion, notes: parsed.notes };
};

const copyOf = (bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> => {
  if (!(bytes instanceof Uint8Array))
    throw new DumError('bad-input', `importKeras: ${name} is a ${typeof bytes}, expected a path or a Uint8Array`);
  checkSize(name, bytes.length);
  return new Uint8Array(bytes);
};

const build = async ({ artifacts }: ParsedKeras, name: string): Promise<LayersModel> => {
  const before = new Set(Object.keys(engine().registeredVariables));
  try {
    return await loadLayersModel(io.fromMemory(artifacts));
  } catch (error) {
    for (const [key, variable] of Object.entries(engine().registeredVariables)) if (!before.has(key)) variable.dispose();
    const reason = error instanceof Error ? error.message : String(error);
    throw new DumError('bad-input', `importKeras: TensorFlow.js cannot build the network of ${name}: ${reason.slice(0, 300)}`, {
      cause: error,
    });
  }
};

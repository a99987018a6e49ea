import { engine, io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { ParsedKeras } from './parse-config.js';
import { isConverted, parseConverted } from './parse-converted.js';
import { checkSize, readFile } from './read-file.js';
import { parseInWorker } from './worker/parse-in-worker.js';

/** Options of {@link importKeras}. */
export interface ImportKerasOptions {
  /** What to call the file in a refusal; by default its path, or `the Keras file` for bytes. */
  readonly name?: string;
  /** How long reading may take; 60 by default. */
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
  /** What is worth knowing, a sentence each: layers that were left out or renamed. */
  readonly notes: readonly string[];
}

const mostSeconds = 86_400;

/**
 * Turns a Keras file, `.h5` or `.keras` and of Keras 2 or 3, into a network of TensorFlow.js; no Python is needed. So it does with the
 * folder that `tensorflowjs_converter` wrote of such a file, where TensorFlow.js itself cannot read it.
 *
 * The file is read in a worker with limits to its time and memory, and nothing in it is trusted: its layers, every setting that
 * changes what they compute, the graph, and the shapes and values of all weights are checked before TensorFlow.js sees it. The
 * network computes what Keras computes when it predicts, to rounding; {@link supportedLayers} are the layers that can be imported.
 * Sequential networks become functional ones, layers that act in training only are left out or do nothing, and where two networks
 * within the network use a name twice, one gets another.
 *
 * Choose a backend first; on wasm that should be `useBackend` of `@dum/backend`, since stock wasm computes some strided
 * convolutions with `same` padding wrong.
 *
 * @param file The path of the file or of a converted `model.json`, or the bytes of the file.
 * @throws DumError 'bad-input' for a file that is damaged, hostile, no Keras network, or holds what TensorFlow.js cannot compute or
 * would compute wrongly: all of that is named at once, with the reason. 'storage' where the disk refuses.
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

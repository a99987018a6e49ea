import { refuse } from '../refusal/refuse.js';
import { addConstants } from './constant-weights.js';
import { addFromArchive, type ArchivedWeights } from './from-archive.js';
import { addNamed } from './named-weights.js';
import { slotsOf } from './slots.js';
import type { AddWeights } from './weight-table.js';

/** A weight that the converter wrote. */
interface ConvertedWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Weights by the names that the converter gave them, in its order. */
export type ConvertedWeights = ReadonlyMap<string, ConvertedWeight>;

const parted = (name: string): readonly [folder: string, last: string] => {
  const at = name.lastIndexOf('/');
  return at < 0 ? ['', name] : [name.slice(0, at), name.slice(at + 1)];
};

/** The names of weights by what stands before the last slash. */
const byFolder = (weights: ConvertedWeights): ReadonlyMap<string, readonly string[]> => {
  const folders = new Map<string, string[]>();
  for (const name of weights.keys()) {
    const [folder] = parted(name);
    folders.set(folder, [...(folders.get(folder) ?? []), name]);
  }
  return folders;
};

const floatsOf =
  (weights: ConvertedWeights): ArchivedWeights['floats'] =>
  (name, expected) => {
    const { shape, values } = weights.get(name) ?? refuse(`has no weight "${name}"`);
    if (shape.join() !== expected.join()) {
      return refuse(`has weights of shape [${shape.join(', ')}] at ${name}, expected [${expected.join(', ')}]`);
    }
    return Float32Array.from(values);
  };

// a .keras archive: weights are named by their place in it
const asArchive = (weights: ConvertedWeights): ArchivedWeights => {
  const folders = byFolder(weights);
  const members = (path: string): readonly string[] | undefined =>
    folders.get(path) ?? ([...folders.keys()].some((folder) => folder.startsWith(`${path}/`)) ? [] : undefined);
  return { text: () => undefined, members, floats: floatsOf(weights) };
};

/**
 * Weights from an `.h5` are named by their layer and some of the networks around it, such as `encoder/conv/kernel`. The longest name
 * that ends the whole path of a layer is its own. Keras 2 names the weights of a Normalization without a layer.
 */
const addByPath = (weights: ConvertedWeights, network: string): AddWeights => {
  const folders = byFolder(weights);
  const takenBy = new Map<string, string>();
  const folderOf = (path: readonly string[], layer: string): string => {
    const folder =
      [...path.map((_, i) => path.slice(i).join('/')), ''].find((one) => folders.has(one)) ?? refuse(`has no weights for layer "${layer}"`);
    const other = takenBy.get(folder);
    if (other !== undefined) refuse(`has one set of weights, "${folder}", for the layers "${other}" and "${layer}"`);
    takenBy.set(folder, layer);
    return folder;
  };
  const within =
    (path: readonly string[]): AddWeights =>
    (origins, outlines, table) => {
      for (const origin of origins) {
        const { keras, network: inner } = origin;
        if (inner !== undefined) {
          within([...path, keras])(inner, outlines, table);
          continue;
        }
        addConstants(origin, outlines, table);
        const slots = slotsOf(origin, outlines);
        if (slots.length > 0) addNamed(keras, slots, folders.get(folderOf([...path, keras], keras))!, floatsOf(weights), table);
      }
    };
  return within([network]);
};

/** Adds the weights of a network that `tensorflowjs_converter` wrote: of a `.keras` archive or of an `.h5`. */
export const addFromConverter = (weights: ConvertedWeights, network: string): AddWeights =>
  [...weights.keys()].some((name) => /(^|\/)vars\/\d+$/.test(name)) ? addFromArchive(asArchive(weights)) : addByPath(weights, network);

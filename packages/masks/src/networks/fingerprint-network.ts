import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UnitMask } from '../layers/unit-mask.js';
import { partsOf } from './_copy-layer.js';
import { weightsOf } from '../layers/layer.js';
import { flatLayers } from './_flat-layers.js';
import { type Layer, nodesOf } from './_graph.js';

type Hash = ReturnType<typeof sha256.create>;

/**
 * The fingerprint of a network: the SHA-256, in hexadecimal, of its layers (class and name, in network order) and of every weight and
 * statistic.
 *
 * Mask layers, inputs, `trainable` and nesting don't count, so a masked, a frozen, a flattened, a copied and a reloaded network have the
 * fingerprint of their original. A change of one bit of one weight changes it; a setting without weights, such as an activation, does not.
 * Throws `bad-input` for anything that is not a network.
 *
 * @example
 * const masks = await readMasks(trained, { fingerprint: await fingerprintNetwork(network) });
 */
export const fingerprintNetwork = async (network: LayersModel): Promise<string> => {
  const hash = sha256.create();
  nodesOf('fingerprintNetwork', network);
  for (const { layer, name } of flatLayers(network.outputs)) if (!(layer instanceof UnitMask)) await hashLayer(hash, layer, name);
  return bytesToHex(hash.digest());
};

const hashLayer = async (hash: Hash, layer: Layer, name: string): Promise<void> => {
  const parts = partsOf(layer);
  const weights = parts === undefined ? weightsOf(layer) : [];
  hash.update(utf8ToBytes(JSON.stringify([layer.getClassName(), name, parts?.length ?? null, weights.length])));
  for (const part of parts ?? []) await hashLayer(hash, part, part.name);
  for (const weight of weights) {
    const value = weight.read();
    const values = await value.data();
    hash.update(utf8ToBytes(JSON.stringify([value.dtype, value.shape])));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
};

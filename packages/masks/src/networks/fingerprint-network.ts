import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UnitMask } from '../layers/unit-mask.js';

/**
 * The sha256, in hex, of a network's layers (class, name) and of every weight and statistic in them.
 *
 * Mask layers and inputs don't count, so that a masked copy has the fingerprint of its original. A change of one bit of one weight
 * changes it.
 */
export const fingerprintNetwork = async (network: LayersModel): Promise<string> => {
  const hash = sha256.create();
  for (const layer of network.layers) {
    if (layer instanceof UnitMask || layer.getClassName() === 'InputLayer') continue;
    hash.update(utf8ToBytes(`${layer.getClassName()}\n${layer.name}\n`));
    for (const weight of layer.getWeights()) {
      const values = await weight.data();
      hash.update(utf8ToBytes(`${weight.dtype}[${weight.shape.join(',')}]\n`));
      hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
  }
  return bytesToHex(hash.digest());
};

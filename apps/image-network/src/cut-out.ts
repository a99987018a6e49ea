import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { saveNetwork } from '@dum/experiments/store';
import { type Certificate, extractSubnetwork, type Subnetwork } from '@dum/masks';

/** A subnetwork as a network of its own, in a folder with `model.json`. */
export interface CutOut {
  readonly task: string;
  readonly folder: string;
  readonly certificate: Pick<Certificate, 'before' | 'after' | 'units' | 'outputs' | 'logits'>;
}

/** Cuts subnetworks out and saves them. */
export const cutOut = async (network: LayersModel, subnetworks: readonly Subnetwork[], out: string): Promise<CutOut[]> => {
  const cut: CutOut[] = [];
  for (const subnetwork of subnetworks) {
    const { network: small, certificate } = await extractSubnetwork(network, subnetwork);
    const folder = join(out, subnetwork.task);
    await saveNetwork(small, folder);
    small.dispose();
    const { before, after, units, outputs, logits } = certificate;
    cut.push({ task: subnetwork.task, folder, certificate: { before, after, units, outputs, logits } });
  }
  return cut;
};

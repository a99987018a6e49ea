import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { requireFound } from '../masked/require-list.js';
import { requireSharedSamples } from '../masked/shared-samples.js';
import { requireSameNetwork } from '../masked/require-same-network.js';
import { effectsOf } from '../masked/mask-effects.js';
import type { Evidence, FoundSubnetwork } from './evidence.js';
import { type EvidenceOptions, resolveEvidenceOptions } from './evidence-options.js';
import { evidenceTogether } from './evidence-together.js';

/**
 * Gathers the evidence that separates a finding from an accident, for subnetworks that were found together.
 *
 * Every control has its own linear probe, fitted with the same settings, and re-estimated statistics and constants of dropped units where
 * the subnetworks have those: random masks of the same sizes, the complement, a sample of the complement of the same size, all units, and
 * the same search over a random network and with other seeds. Nothing is chosen by the split, so it may be the test split, once.
 *
 * Throws `bad-input` as `randomControls`, `evaluateNetwork` and `discoverSubnetworks` do, before anything is fitted.
 *
 * @example
 * const [zero] = await gatherEvidence(network, [{ subnetwork, task }], mnist.test, { classNames: mnist.classNames, search });
 * console.log(zero.verdict.text);
 */
export const gatherEvidence = async (
  network: LayersModel,
  found: readonly FoundSubnetwork[],
  split: Split,
  options: EvidenceOptions = {},
): Promise<Evidence[]> => {
  requireFound('gatherEvidence', found);
  const settings = resolveEvidenceOptions(options, found.length);
  if (found.length === 0) return [];
  requireNewHeads(found);
  effectsOf(
    'gatherEvidence',
    found.map(({ subnetwork }) => subnetwork),
  );
  requireSharedSamples(
    'gatherEvidence',
    found.map(({ task }) => task),
  );
  await requireSameNetwork(
    'gatherEvidence',
    network,
    found.map(({ subnetwork }) => subnetwork),
  );
  const all: Evidence[] = [];
  for (let first = 0; first < found.length; first += settings.atOnce) {
    const evidence = await evidenceTogether(network, found.slice(first, first + settings.atOnce), split, settings);
    all.push(...evidence);
    await settings.onEvidence?.(evidence);
  }
  return all;
};

/** Every control has a linear probe, so the subnetwork that it is compared with must have one too. */
const requireNewHeads = (found: readonly FoundSubnetwork[]): void => {
  const other = found.find(({ subnetwork }) => subnetwork.readOut.kind !== 'new-head');
  if (other === undefined) return;
  throw new DumError(
    'bad-input',
    `gatherEvidence: "${other.subnetwork.task}" is read by the original head, but its controls by linear probes; fit a linear probe to its masks first, with fitSubnetworks`,
  );
};

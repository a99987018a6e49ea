import { gather, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, requireKnownOptions } from '@dum/errors';
import { UnitMask } from '../layers/unit-mask.js';
import { createMaskSet, type MaskSet } from '../mask-set/mask-set.js';
import { fingerprintNetwork } from './fingerprint-network.js';
import { nodesOf } from './_graph.js';

/**
 * Reads the hard masks of a masked network, 1[l > 0] for each unit, as plain data, for one of its tasks (default the first).
 *
 * Each mask is named after the layer whose output it multiplies, the first of its places if there are several; layers are in network order,
 * as in `insertMasks`. `fingerprint` is that of the network of the masks; default that of the given network, in which mask layers don't
 * count. Give that of the original if the head was replaced. Throws `bad-input` when there are no masks, no such task, or no such option.
 *
 * @example
 * const found = await readMasks(model);
 * console.log(keptUnits(found));
 */
export const readMasks = async (
  network: LayersModel,
  options: { readonly task?: number; readonly fingerprint?: string } = {},
): Promise<MaskSet> => {
  requireKnownOptions('readMasks', options, ['task', 'fingerprint']);
  const { task = 0, fingerprint } = options;
  const masks = new Map<UnitMask, string[]>();
  for (const { outboundLayer: mask, inputTensors } of nodesOf('readMasks', network)) {
    if (!(mask instanceof UnitMask)) continue;
    const { name } = inputTensors[0]!.sourceLayer;
    const places = masks.get(mask) ?? [];
    masks.set(mask, places.includes(name) ? places : [...places, name]);
  }
  if (masks.size === 0) throw new DumError('bad-input', `readMasks: "${network.name}" has no UnitMask layer; insertMasks adds them`);
  const layers = [...masks].map(async ([mask, places]) => ({
    layer: places[0]!,
    places,
    granularity: mask.granularity,
    shape: mask.logits.shape.slice(1) as number[],
    kept: await hardMask(mask, task),
  }));
  return createMaskSet(fingerprint ?? (await fingerprintNetwork(network)), await Promise.all(layers));
};

const hardMask = async (mask: UnitMask, task: number): Promise<Uint8Array> => {
  if (!Number.isInteger(task) || task < 0 || task >= mask.tasks) {
    throw new DumError('bad-input', `readMasks: task is ${task}; "${mask.name}" holds tasks 0 to ${mask.tasks - 1}`);
  }
  const hard = tidy(() => mask.estimator.harden(gather(mask.logits.read(), task)));
  const kept = Uint8Array.from(await hard.data());
  hard.dispose();
  return kept;
};

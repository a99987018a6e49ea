import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { Subnetwork } from '@dum/masks/mask-set';
import { createFrozenBody, type FrozenBody, type MaskPlaces } from './frozen-body.js';

/**
 * How batch normalizations after the first mask normalize: by the network's own statistics (`frozen`), or by statistics that are
 * re-estimated under each mask.
 */
export type Normalization = 'frozen' | 're-estimated';

/** The kinds of {@link Normalization}. */
export const normalizations: readonly Normalization[] = ['frozen', 're-estimated'];

/** The masks of one task, with the statistics that were re-estimated under them, if any were. */
export type Masking = Pick<Subnetwork, 'masks' | 'normalization'>;

/** The normalization that masks have in common. Throws `bad-input` where they differ, since what is compared must be normalized alike. */
export const normalizationOf = (who: string, found: readonly Pick<Subnetwork, 'task' | 'normalization'>[]): Normalization => {
  const frozen = found.find(({ normalization }) => normalization === undefined);
  const estimated = found.find(({ normalization }) => normalization !== undefined);
  if (frozen !== undefined && estimated !== undefined) {
    throw new DumError(
      'bad-input',
      `${who}: "${estimated.task}" has re-estimated statistics and "${frozen.task}" the network's own; call it once for each kind`,
    );
  }
  return estimated === undefined ? 'frozen' : 're-estimated';
};

/** Throws `bad-input` for a network whose statistics can't be re-estimated, where that is asked for. */
export const requireNormalization = (
  who: string,
  normalization: Normalization,
  { normalizations: affected }: Pick<FrozenBody, 'normalizations'>,
): void => {
  if (normalization === 'frozen') return;
  const advice = "use normalization: 'frozen'";
  if (affected.length === 0)
    throw new DumError('bad-input', `${who}: no batch normalization comes after a mask, so there is nothing to re-estimate; ${advice}`);
  const refused = affected.find(({ refusal }) => refusal !== undefined);
  if (refused === undefined) return;
  throw new DumError('bad-input', `${who}: "${refused.layer}" ${refused.refusal}, so its statistics can't be re-estimated; ${advice}`);
};

/** The same for masks at these places of a network, before any of them is found. */
export const requireNormalizationAt = (who: string, normalization: Normalization, network: LayersModel, places: MaskPlaces): void => {
  if (normalization === 'frozen') return;
  const body = createFrozenBody(network, places);
  try {
    requireNormalization(who, normalization, body);
  } finally {
    body.dispose();
  }
};

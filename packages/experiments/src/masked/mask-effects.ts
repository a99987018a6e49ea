import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, oneOf } from '@dum/errors';
import type { Subnetwork } from '@dum/masks/mask-set';
import { createFrozenBody, type FrozenBody, type MaskPlaces } from './frozen-body.js';

/**
 * How batch normalizations after the first mask normalize: by the network's own statistics (`frozen`), or by statistics that are
 * re-estimated under each mask.
 */
export type Normalization = 'frozen' | 're-estimated';

/**
 * What a dropped unit becomes: 0 (`zero`), its mean output in the whole network over training samples (`mean`), or a constant that is
 * learned with the mask (`constant`).
 */
export type Dropped = 'zero' | 'mean' | 'constant';

/** What masks do besides keeping units. */
export interface MaskEffects {
  readonly normalization: Normalization;
  readonly dropped: Dropped;
}

/** The effects of plain masks. */
export const plainEffects: MaskEffects = { normalization: 'frozen', dropped: 'zero' };

/** What each of {@link MaskEffects} may be. */
export const effectKinds = { normalization: oneOf(['frozen', 're-estimated']), dropped: oneOf(['zero', 'mean', 'constant']) };

/** The masks of one task, with what their dropped units become and the statistics that were re-estimated under them, if any. */
export type Masking = Pick<Subnetwork, 'masks' | 'normalization' | 'dropped'>;

/** The effects that masks have in common. Throws `bad-input` where they differ, since what is compared must be treated alike. */
export const effectsOf = (who: string, found: readonly Pick<Subnetwork, 'task' | 'normalization' | 'dropped'>[]): MaskEffects => {
  const all = found.map(
    ({ normalization, dropped }): MaskEffects => ({
      normalization: normalization === undefined ? 'frozen' : 're-estimated',
      dropped: dropped?.kind ?? 'zero',
    }),
  );
  const [first = plainEffects] = all;
  const other = all.findIndex(({ normalization, dropped }) => normalization !== first.normalization || dropped !== first.dropped);
  if (other < 0) return first;
  const described = (at: number) =>
    `"${found[at]!.task}" has normalization: '${all[at]!.normalization}' and dropped: '${all[at]!.dropped}'`;
  throw new DumError('bad-input', `${who}: ${described(0)}, but ${described(other)}; call it once for each kind`);
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

import { createMaskSet, type MaskSet } from '@dum/masks/mask-set';
import type { MaskedBody } from '../masked/masked-body.js';
import { size } from '../networks/input-rows.js';

/** The hard masks of a task as data; without masks, nothing is kept. */
export const maskSetOf = ({ masks }: Pick<MaskedBody, 'masks'>, kept: readonly Uint8Array[] | undefined, fingerprint: string): MaskSet =>
  createMaskSet(
    fingerprint,
    masks.map(({ layer, places, mask }, index) => {
      const shape = mask.logits.shape.slice(1) as number[];
      return { layer, places, granularity: mask.granularity, shape, kept: kept?.[index] ?? new Uint8Array(size(shape)) };
    }),
  );

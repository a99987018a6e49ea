import { requireOptions } from '@dum/errors';
import { type MaskSet, maskSetKind } from '@dum/masks/mask-set';

/** How well masks match a plant. */
export interface PlantScore {
  /** Of the units kept, the share that was planted for the task; 1 where none is kept. */
  readonly precision: number;
  /** Of the units planted for the task, the share kept. */
  readonly recall: number;
}

/** The precision and recall of masks against the units planted for their task. */
export const scorePlant = (masks: MaskSet, planted: MaskSet): PlantScore => {
  requireOptions('scorePlant', { masks, planted }, { masks: maskSetKind, planted: maskSetKind });
  let [both, kept, wanted] = [0, 0, 0];
  masks.layers.forEach((layer, place) => {
    layer.kept.forEach((bit, unit) => {
      const isPlanted = planted.layers[place]!.kept[unit]!;
      both += bit & isPlanted;
      kept += bit;
      wanted += isPlanted;
    });
  });
  return { precision: kept === 0 ? 1 : both / kept, recall: both / wanted };
};

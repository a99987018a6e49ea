import { complement, keepAsMany, keptUnits, type MaskSet, type Subnetwork, totalUnits } from '@dum/masks/mask-set';
import { noiseKey, textKey } from '@dum/masks/noise';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws as many units in each layer as a subnetwork keeps from those that it drops; all of these where there are fewer. */
export const sampleOfComplement = ({ task, masks }: Pick<Subnetwork, 'task' | 'masks'>, seed: number): MaskSet => {
  const others = complement(masks);
  const random = xoroshiro128plus(noiseKey(seed, textKey(task), textKey('rest')));
  const layers = others.layers.map(({ kept, ...layer }) => ({
    ...layer,
    scores: Float64Array.from(kept, (bit) => (bit === 1 ? uniformFloat64(random) : -1)),
  }));
  const sizes = others.layers.map((layer) => {
    const wanted = Math.min(keptUnits(masks, layer.layer), totalUnits(masks, layer.layer) - keptUnits(masks, layer.layer));
    return { ...layer, kept: layer.kept.map((_, unit) => Number(unit < wanted)) };
  });
  return keepAsMany({ network: others.network, layers }, { network: others.network, layers: sizes });
};

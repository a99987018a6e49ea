import { keptIndices, type MaskSet } from '@dum/masks/mask-set';

const placements = (places: readonly number[], size: number): number[][] => {
  if (size === 0) return [[]];
  const [place, ...rest] = places;
  if (place === undefined) return [];
  return [...placements(rest, size - 1).map((chosen) => [place, ...chosen]), ...placements(rest, size)];
};

/** Every set of masks that keeps, in each layer and among live units, as many units as `masks` does; drops all others. */
export const everyRearrangement = (masks: MaskSet, live: MaskSet): MaskSet[] =>
  masks.layers.reduce<MaskSet[]>(
    (sets, { kept, ...layer }, index) => {
      const units = keptIndices(live.layers[index]!);
      const size = units.filter((unit) => kept[unit] === 1).length;
      const layers = placements(units, size).map((chosen) => ({ ...layer, kept: kept.map((_, unit) => Number(chosen.includes(unit))) }));
      return sets.flatMap((set) => layers.map((drawn) => ({ ...set, layers: [...set.layers, drawn] })));
    },
    [{ network: masks.network, layers: [] }],
  );

/** `masks` without the units that are not live. */
export const onlyLive = (masks: MaskSet, live: MaskSet): MaskSet => ({
  ...masks,
  layers: masks.layers.map((layer, index) => ({ ...layer, kept: layer.kept.map((bit, unit) => bit & live.layers[index]!.kept[unit]!) })),
});

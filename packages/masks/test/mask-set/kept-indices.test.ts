import { createMaskSet, keptIndices, keptIndicesByLayer, keptUnits, maskSetToJson } from '@dum/masks/mask-set';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const bits = fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 40 });
const named = (layers: readonly (readonly number[])[]) =>
  createMaskSet(
    '0'.repeat(64),
    layers.map((kept, at) => ({ layer: `layer_${at}`, shape: [kept.length], kept })),
  );

it('lists the units whose bit is 1, ascending, row-major for elements', () => {
  const masks = createMaskSet('0'.repeat(64), [
    { layer: 'image', shape: [2, 2, 1], kept: [0, 1, 0, 1] },
    { layer: '__proto__', shape: [3], kept: [0, 0, 0] },
  ]);
  expect(masks.layers.map(keptIndices)).toEqual([[1, 3], []]);
  expect(Object.entries(keptIndicesByLayer(masks))).toEqual([
    ['image', [1, 3]],
    ['__proto__', []],
  ]);
});

it('lists as many units as there are, and gives back the bits', () => {
  fc.assert(
    fc.property(bits, (kept) => {
      const indices = keptIndices(named([kept]).layers[0]!);
      expect(kept.map((_, unit) => Number(indices.includes(unit)))).toEqual(kept);
      expect(indices).toHaveLength(keptUnits(named([kept])));
    }),
  );
});

it('lists what files list', () => {
  fc.assert(
    fc.property(fc.array(bits, { minLength: 1, maxLength: 4 }), (layers) => {
      const masks = named(layers);
      const inFile = (JSON.parse(maskSetToJson(masks)) as { layers: { layer: string; kept: number[] }[] }).layers;
      expect(keptIndicesByLayer(masks)).toEqual(Object.fromEntries(inFile.map(({ layer, kept }) => [layer, kept])));
    }),
  );
});

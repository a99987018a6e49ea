import {
  adjustPValues,
  chanceCorrected,
  chanceLevels,
  compareMasks,
  coverage,
  intersectionOverSum,
  ioMin,
  iou,
  overlapPValues,
  overlapTable,
} from '@dum/masks/overlap';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusal } from '../_refusal.js';
import { masksOf, run, threeSets } from './_masks-of.js';

test('equals the single functions, over all layers and in each', () => {
  fc.assert(
    fc.property(threeSets(12), ([a, b, live]) => {
      const { layers, ...whole } = compareMasks(a, b, { live });
      expect(layers.map(({ layer }) => layer)).toEqual(a.layers.map(({ layer }) => layer));
      for (const { layer, ...found } of [{ layer: undefined, ...whole }, ...layers]) {
        const options = { layer, live };
        const chance = chanceLevels(a, b, options);
        const share = { first: coverage(a, b, options), second: coverage(b, a, options) };
        const units = { live: found.units.live, first: found.units.first, second: found.units.second, both: found.units.both };
        expect(found).toEqual({
          units,
          iou: iou(a, b, options),
          ioMin: ioMin(a, b, options),
          coverage: share,
          intersectionOverSum: intersectionOverSum(a, b, options),
          chance,
          corrected: {
            iou: chanceCorrected(iou(a, b, options), chance.iou),
            ioMin: chanceCorrected(ioMin(a, b, options), chance.ioMin),
            coverage: {
              first: chanceCorrected(share.first, chance.coverage.first),
              second: chanceCorrected(share.second, chance.coverage.second),
            },
          },
          p: overlapPValues(a, b, options),
        });
      }
    }),
  );
});

test('counts live units alone', () => {
  const [a, b, live] = [masksOf([1, 1, 1, 0], [0, 1]), masksOf([1, 0, 1, 1], [1, 1]), masksOf([1, 1, 0, 1], [0, 1])];
  expect(compareMasks(a, b, { live }).units).toEqual({ live: 4, first: 3, second: 3, both: 2 });
  expect(compareMasks(a, b).units).toEqual({ live: 6, first: 4, second: 5, both: 3 });
});

test('one layer alone is compared when named, and what is not live is left out', () => {
  const [a, b] = [masksOf([1, 1, 0, 0], [1, 0]), masksOf([0, 1, 1, 0], [1, 1])];
  const found = compareMasks(a, b, { layer: 'layer_0' });
  expect(found.units).toEqual({ live: 4, first: 2, second: 2, both: 1 });
  expect(found.layers).toEqual([{ layer: 'layer_0', ...compareMasks(masksOf([1, 1, 0, 0]), masksOf([0, 1, 1, 0])).layers[0] }]);
});

test('it is plain data', () => {
  const found = compareMasks(masksOf(run(9, 3), [1]), masksOf(run(9, 4, 2), [1]));
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(found.layers[1]!.corrected.iou).toBeNull();
});

const planted = [
  { task: 'left', masks: masksOf(run(300, 40), run(100, 10)) },
  { task: 'mostly left', masks: masksOf(run(300, 40, 4), run(100, 10, 1)) },
  { task: 'right', masks: masksOf(run(300, 40, 200), run(100, 10, 60)) },
];

test('a table has every pair once, in order, with p corrected over the pairs, and in each layer over the same layer', () => {
  const table = overlapTable(planted);
  expect(table.map(({ first, second }) => `${first} / ${second}`)).toEqual(['left / mostly left', 'left / right', 'mostly left / right']);
  const comparisons = [compareMasks(planted[0]!.masks, planted[1]!.masks), compareMasks(planted[0]!.masks, planted[2]!.masks)];
  expect(table[0]).toMatchObject({ ...comparisons[0], layers: comparisons[0]!.layers });
  expect(table[1]).toMatchObject({ ...comparisons[1], layers: comparisons[1]!.layers });
  for (const tail of ['more', 'fewer', 'twoSided'] as const) {
    const column = table.map(({ p }) => p[tail]);
    expect(table.map(({ adjusted }) => adjusted.holm[tail])).toEqual(adjustPValues(column, 'holm'));
    expect(table.map(({ adjusted }) => adjusted.benjaminiHochberg[tail])).toEqual(adjustPValues(column, 'benjamini-hochberg'));
    const layer = table.map(({ layers }) => layers[1]!.p[tail]);
    expect(table.map(({ layers }) => layers[1]!.adjusted.holm[tail])).toEqual(adjustPValues(layer, 'holm'));
  }
});

test('a planted relation stands out, and a planted absence too', () => {
  const [related, apart] = overlapTable(planted);
  expect(related!.adjusted.holm.more).toBeLessThan(1e-20);
  expect(related!.corrected.iou).toBeGreaterThan(0.75);
  expect(apart!.adjusted.holm.fewer).toBeLessThan(0.05);
  expect(apart!.corrected.iou).toBeLessThan(0);
});

test('compares with other subnetworks, each with each', () => {
  const table = overlapTable(planted.slice(0, 1), { against: planted, layer: 'layer_1' });
  expect(table.map(({ first, second, iou: value }) => [first, second, value])).toEqual([
    ['left', 'left', 1],
    ['left', 'mostly left', 9 / 11],
    ['left', 'right', 0],
  ]);
  expect([overlapTable(planted.slice(0, 1)), overlapTable([])]).toEqual([[], []]);
});

test('refuses options that are not known, in its own name, with the nearest', () => {
  const masks = planted[0]!.masks;
  const misspelt = { layr: 'layer_0' } as object;
  for (const measure of [iou, ioMin, coverage, intersectionOverSum, chanceLevels, overlapPValues, compareMasks])
    expect(refusal(() => measure(masks, masks, misspelt))).toBe(`${measure.name}: no option is called "layr"; did you mean "layer"?`);
  expect(refusal(() => overlapTable(planted, { agains: [] } as object))).toBe(
    'overlapTable: no option is called "agains"; did you mean "against"?',
  );
  expect(refusal(() => iou(masks, masks, 'layer_0' as unknown as object))).toBe(
    'iou: options is "layer_0"; expected an object of layer, live',
  );
  expect(refusal(() => compareMasks(masks, masks, { live: masksOf([1, 1]) }))).toContain(
    'compareMasks, live units: the masks cover different layers',
  );
  expect(refusal(() => overlapTable(planted, { layer: 'layer_2' }))).toContain('overlapTable: no masked layer is named "layer_2"');
});

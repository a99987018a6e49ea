import { channelGroups, channelsOfUnit, createMaskSet, type LayerMask, type MaskSet, type Subnetwork } from '@dum/masks/mask-set';
import fc from 'fast-check';

/** Fingerprint of the network that every arbitrary mask belongs to. */
export const network = '0123456789abcdef'.repeat(4);

/** A fingerprint of another network. */
export const otherNetwork = 'f'.repeat(64);

const names = fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1, maxLength: 4 });
const size = fc.integer({ min: 1, max: 4 });
const units: fc.Arbitrary<Pick<LayerMask, 'granularity' | 'shape'>> = fc.oneof(
  fc.record({ granularity: fc.constant('channel' as const), shape: fc.tuple(size) }),
  fc.record({ granularity: fc.constant('element' as const), shape: fc.array(size, { minLength: 1, maxLength: 3 }) }),
  fc.record({ granularity: fc.integer({ min: 2, max: 99 }).map(channelGroups), shape: fc.tuple(size) }),
);
const layout = names.chain((layers) =>
  fc.tuple(
    ...layers.map((layer) =>
      fc.tuple(units, fc.nat(2)).map(([ofLayer, more]) => ({
        layer,
        ...(more === 0 ? {} : { places: [layer, ...Array.from({ length: more }, (_, place) => `${layer} and ${place}`)] }),
        ...ofLayer,
      })),
    ),
  ),
);

const fill = (layers: readonly Omit<LayerMask, 'kept'>[]): fc.Arbitrary<MaskSet> =>
  fc
    .tuple(
      ...layers.map(({ shape: sizes }) => {
        const length = sizes.reduce((product, axis) => product * axis, 1);
        return fc.array(fc.constantFrom(0, 1), { minLength: length, maxLength: length });
      }),
    )
    .map((kept) =>
      createMaskSet(
        network,
        layers.map((layer, place) => ({ ...layer, kept: kept[place]! })),
      ),
    );

/** One set of masks. */
export const anyMasks = layout.chain(fill);

/** Several sets of masks on the same layers of one network. */
export const comparableMasks = (sets: number): fc.Arbitrary<MaskSet[]> =>
  layout.chain((layers) => fc.array(fill(layers), { minLength: sets, maxLength: sets }));

/** What `classOf` has for a class in none. */
const ignoredClass = 65_535;

const finiteFloat32 = fc.float({ noNaN: true, noDefaultInfinity: true });
const text = fc.string({ minLength: 1, unit: 'binary' });

const statistics = fc.tuple(text, fc.integer({ min: 1, max: 3 })).chain(([layer, channels]) => {
  const list = (number: fc.Arbitrary<number>) =>
    fc.array(number, { minLength: channels, maxLength: channels }).map((values) => Float32Array.from(values));
  return fc.record(
    { layer: fc.constant(layer), mean: list(finiteFloat32), variance: list(fc.float({ min: 0, noNaN: true, noDefaultInfinity: true })) },
    { noNullPrototype: true },
  );
});

/** Constants for each channel or element of masks. */
const constantsOf = ({ layers }: MaskSet) =>
  fc.tuple(
    ...layers.map(({ layer, shape, granularity }) => {
      const length = shape.reduce((product, axis) => product * axis, channelsOfUnit(granularity));
      const values = fc.array(finiteFloat32, { minLength: length, maxLength: length }).map((list) => Float32Array.from(list));
      return fc.record({ layer: fc.constant(layer), values }, { noNullPrototype: true });
    }),
  );

const plain = { noNullPrototype: true };

const objective = fc.double({ noNaN: true, noDefaultInfinity: true });
const check = fc.record(
  {
    status: fc.constantFrom('best', 'above-all-units', 'above-random', 'above-baseline'),
    objective,
    compared: fc.record(
      { allUnits: objective, random: objective, baseline: objective },
      { ...plain, requiredKeys: ['random', 'baseline'] },
    ),
    again: fc.constantFrom('all-units', 'random', 'baseline'),
  },
  { ...plain, requiredKeys: ['status', 'objective', 'compared'] },
);

const subnetworkOn = (masks: MaskSet, task: string): fc.Arbitrary<Subnetwork> =>
  fc.uniqueArray(text, { minLength: 1, maxLength: 3 }).chain((classNames) => {
    const numbers = (count: number) =>
      fc.array(finiteFloat32, { minLength: count, maxLength: count }).map((list) => Float32Array.from(list));
    return fc.record(
      {
        check,
        dropped: fc.record({ kind: fc.constantFrom('mean', 'constant'), layers: constantsOf(masks) }, plain),
        normalization: fc.record(
          {
            kind: fc.constant('re-estimated'),
            samples: fc.integer({ min: 1 }),
            statistics: fc.uniqueArray(statistics, { minLength: 1, maxLength: 3, selector: ({ layer }) => layer }),
          },
          plain,
        ),
        task: fc.constant(task),
        status: fc.constantFrom('found', 'collapsed', 'full'),
        masks: fc.constant(masks),
        readOut: fc.oneof(
          fc.record(
            {
              kind: fc.constant('new-head'),
              classNames: fc.constant(classNames),
              kernel: fc.integer({ min: 1, max: 4 }).chain((inputs) => numbers(inputs * classNames.length)),
              bias: numbers(classNames.length),
            },
            plain,
          ),
          fc.record({ kind: fc.constant('original-head'), classNames: fc.constant(classNames) }, plain),
        ),
        alpha: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        seed: fc.maxSafeInteger(),
        estimator: text,
        penalty: text,
        classOf: fc.array(fc.oneof(fc.nat({ max: classNames.length - 1 }), fc.constant(ignoredClass)), { minLength: 1, maxLength: 5 }),
      },
      {
        ...plain,
        requiredKeys: ['task', 'status', 'masks', 'readOut', 'alpha', 'seed', 'estimator', 'penalty', 'classOf'],
      },
    );
  });

/** Subnetworks of one network, with unique tasks. */
export const anySubnetworks: fc.Arbitrary<Subnetwork[]> = fc
  .uniqueArray(text, { minLength: 1, maxLength: 3 })
  .chain((tasks) => fc.tuple(...tasks.map((task) => anyMasks.chain((masks) => subnetworkOn(masks, task)))));

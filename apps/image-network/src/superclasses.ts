/** What photos of ImageNet show, as classes of their own. Each class of ImageNet belongs to one. */
export const superclasses = ['bird', 'dog', 'vehicle', 'other'] as const;

/** A superclass. */
export type Superclass = (typeof superclasses)[number];

/** Ranges of WordNet numbers: birds and dogs have numbers in a row. */
const ranges: Readonly<Partial<Record<Superclass, readonly (readonly [first: number, last: number])[]>>> = {
  bird: [
    [1_514_668, 1_622_779],
    [1_795_545, 1_860_187],
    [2_002_556, 2_058_221],
  ],
  dog: [[2_085_620, 2_113_978]],
};

const vehicles: ReadonlySet<number> = new Set([
  ...[2_687_172, 2_690_373, 2_692_877, 2_701_002, 2_704_792, 2_782_093, 2_797_295, 2_814_533, 2_835_271, 2_860_847, 2_917_067],
  ...[2_930_766, 2_951_358, 2_981_792, 3_095_699, 3_100_240, 3_218_198, 3_272_562, 3_344_393, 3_345_487, 3_384_352, 3_393_912],
  ...[3_417_042, 3_444_034, 3_445_924, 3_447_447, 3_478_589, 3_496_892, 3_538_406, 3_594_945, 3_599_486, 3_662_601, 3_670_208],
  ...[3_673_027, 3_769_881, 3_770_679, 3_777_568, 3_785_016, 3_791_053, 3_792_782, 3_796_401, 3_868_242, 3_895_866, 3_930_630],
  ...[3_947_888, 3_977_966, 4_037_443, 4_065_272, 4_146_614, 4_147_183, 4_204_347, 4_252_077, 4_252_225, 4_266_014, 4_273_569],
  ...[4_285_008, 4_310_018, 4_335_435, 4_347_754, 4_389_033, 4_428_191, 4_461_696, 4_465_501, 4_467_665, 4_482_393, 4_483_307],
  ...[4_487_081, 4_509_417, 4_552_348, 4_612_504],
]);

/**
 * The superclass of a photo, by the WordNet number that its name starts with, as in `n02085620_Chihuahua.jpg`; undefined for a name
 * without one.
 */
export const superclassOf = (file: string): Superclass | undefined => {
  const digits = /^n(\d{8})/.exec(file)?.[1];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  const within = superclasses.find((name) => ranges[name]?.some(([first, last]) => number >= first && number <= last));
  return within ?? (vehicles.has(number) ? 'vehicle' : 'other');
};

/** A bit of a mask that a move flips. */
export interface Flip {
  readonly mask: number;
  readonly unit: number;
}

/** A flip that was tried alone, and what it saves: the objective before minus that after. */
export interface Tried {
  readonly flip: Flip;
  readonly saves: number;
}

/** The hard mask of a task: one array of bits for each masked layer. */
export type Kept = readonly Uint8Array[];

/** The mask with some bits flipped. */
export const flipped = (kept: Kept, flips: readonly Flip[]): Kept => {
  const copy = kept.map((bits) => bits.slice());
  for (const { mask, unit } of flips) copy[mask]![unit] = 1 - copy[mask]![unit]!;
  return copy;
};

export const countKept = (kept: Kept): number => kept.reduce((total, bits) => total + bits.reduce((sum, bit) => sum + bit, 0), 0);

/** A mask with as many of its units left, those with the largest scores over some layers; others stay as they are. */
export const keepLargest = (
  kept: Kept,
  scores: readonly Float32Array[],
  count: number,
  layers: readonly number[] = [...kept.keys()],
): Kept => {
  const units = layers.flatMap((mask) =>
    [...kept[mask]!.keys()].filter((unit) => kept[mask]![unit] === 1).map((unit) => ({ mask, unit, score: scores[mask]![unit]! })),
  );
  const left = kept.map((bits, mask) => (layers.includes(mask) ? new Uint8Array(bits.length) : bits));
  for (const { mask, unit } of units.sort((a, b) => b.score - a.score).slice(0, count)) left[mask]![unit] = 1;
  return left;
};

type Saving = Pick<Tried, 'saves'>;

const bySavings = (a: Saving, b: Saving) => b.saves - a.saves;

/**
 * Joint moves made of flips that were tried alone, the boldest first: all that save, the better half of them, and the best one.
 *
 * With a limit of kept units, each added unit beyond it is paired with a dropped one.
 */
export const jointMoves = (adds: readonly Tried[], drops: readonly Tried[], room: number): Flip[][] => {
  const steps = room === Number.POSITIVE_INFINITY ? free([...adds, ...drops]) : withinRoom(adds, drops, room);
  if (steps.length === 0) return [];
  const sizes = [...new Set([steps.length, Math.ceil(steps.length / 2), 1])];
  return sizes.map((size) => steps.slice(0, size).flatMap(({ flips }) => flips));
};

interface Step {
  readonly flips: readonly Flip[];
  readonly saves: number;
}

const free = (tried: readonly Tried[]): Step[] =>
  tried
    .filter(({ saves }) => saves > 0)
    .sort(bySavings)
    .map(({ flip, saves }) => ({ flips: [flip], saves }));

const withinRoom = (adds: readonly Tried[], drops: readonly Tried[], room: number): Step[] => {
  const [best, cheapest] = [[...adds].sort(bySavings), [...drops].sort(bySavings)];
  return best
    .map(({ flip, saves }, at): Step => {
      const drop = at < room ? undefined : cheapest[at - room];
      if (at < room) return { flips: [flip], saves };
      return drop === undefined ? { flips: [], saves: 0 } : { flips: [flip, drop.flip], saves: saves + drop.saves };
    })
    .filter(({ saves }) => saves > 0)
    .sort(bySavings);
};

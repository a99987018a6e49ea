import { DumError } from '@dum/errors';
import { drawStratified } from './_draw-stratified.js';

/** The share of samples that become the test split where data have none. */
const usualTestShare = 0.2;

/** The rows of a training and of a test split. */
export interface HeldOutTest {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  /** What was done, for people. */
  readonly note: string;
}

/**
 * Holds out a stratified test split of data that have none. It depends on the labels and the seed alone, so that it stays held out from
 * one run to the next.
 */
export const holdOutTest = (
  who: string,
  name: string,
  y: ArrayLike<number>,
  { share = usualTestShare, seed = 1 }: { readonly share?: number | undefined; readonly seed?: number | undefined } = {},
): HeldOutTest => {
  if (!(share > 0 && share < 1)) throw new DumError('bad-input', `${who}: test is ${share}; expected a share between 0 and 1`);
  const total = Math.max(1, Math.round(share * y.length));
  const held = drawStratified(who, y, total, {
    seed,
    refuse: (most, classes) => {
      throw new DumError(
        'bad-input',
        `${who}: "${name}" has ${y.length} samples in ${classes} classes, of which ${total} would be for testing; expected at most ${most}, so that each class keeps a sample to train on`,
      );
    },
  });
  const rows = Uint32Array.from(held.keys());
  return {
    train: rows.filter((row) => held[row] === 0),
    test: rows.filter((row) => held[row] === 1),
    note: `"${name}" has no test split, so ${total} of its ${y.length} samples are held out for testing, the same in every run`,
  };
};

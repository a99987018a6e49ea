import { DumError } from '@dum/errors';

/** The names of the arrays of a split in an archive. */
export interface NpzSplitNames {
  readonly x: string;
  readonly y: string;
}

/** The names of the arrays of a data set in an archive. */
export interface NpzNames {
  readonly train: NpzSplitNames;
  readonly validation?: NpzSplitNames | undefined;
  readonly test?: NpzSplitNames | undefined;
  /** The array of the names of classes. */
  readonly classNames?: string | undefined;
}

/** What arrays are called, in lower case and without what is no letter. */
const words = {
  x: ['x', 'data', 'images', 'image', 'inputs', 'input', 'features', 'samples'],
  y: ['y', 'labels', 'label', 'targets', 'target'],
};
const splits = { train: ['train', 'training'], validation: ['val', 'valid', 'validation'], test: ['test', 'testing'] };
const namesOfClasses = ['classnames', 'labelnames', 'targetnames', 'classes', 'categories'];

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

/**
 * Finds the arrays of a data set by their usual names: `x_train`, `X_train`, `train_images`, … with `y_train`, `train_labels`, …, likewise for
 * `val` and `test`; or `x`, `data`, `images`, … with `y`, `labels`, `target`, … for all samples.
 */
export const findArrays = (who: string, names: readonly string[]): NpzNames => {
  const found = `found ${names.join(', ') || 'none'}`;
  const one = (what: string, spellings: readonly string[]): string | undefined => {
    const fitting = names.filter((name) => spellings.includes(plain(name)));
    if (fitting.length > 1)
      throw new DumError(
        'bad-input',
        `${who} has the arrays ${fitting.join(' and ')}, which are both ${what}; expected one of them; ${found}`,
      );
    return fitting[0];
  };
  const pairOf = (what: string, spell: (word: string) => readonly string[]): NpzSplitNames | undefined => {
    const x = one(`samples ${what}`, words.x.flatMap(spell));
    const y = one(`labels ${what}`, words.y.flatMap(spell));
    if (x === undefined && y === undefined) return undefined;
    if (x !== undefined && y !== undefined) return { x, y };
    const lacks = x === undefined ? `"${y}" and no samples for it, such as x` : `"${x}" and no labels for it, such as y`;
    throw new DumError('bad-input', `${who} has ${lacks}; ${found}`);
  };
  const ofSplit = (split: keyof typeof splits) =>
    pairOf(`of the ${split} split`, (word) => splits[split].flatMap((name) => [`${word}${name}`, `${name}${word}`]));
  const train = ofSplit('train') ?? pairOf('without a split', (word) => [word]);
  if (train === undefined)
    throw new DumError('bad-input', `${who} has no arrays of samples and labels; expected x_train and y_train, or x and y; ${found}`);
  return { train, validation: ofSplit('validation'), test: ofSplit('test'), classNames: one('names of classes', namesOfClasses) };
};

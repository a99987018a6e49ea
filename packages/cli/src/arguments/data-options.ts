import type { Command } from 'commander';
import type { PixelRange } from '@dum/datasets';
import { datasetNames, tableEndings } from '@dum/datasets/node';
import { addOption, type Need } from './add-option.js';
import { type ArgumentKind, oneOf, text, textList } from './argument-kind.js';

/** The options of every command that reads data. */
export interface DataOptions {
  readonly dataset: string;
  readonly data?: string;
  readonly pixelRange?: PixelRange;
  readonly imageSize?: readonly [height: number, width: number];
  readonly label?: string;
  readonly ignore?: readonly string[];
  readonly scaling?: 'standard' | 'none';
}

const number = String.raw`[+-]?\d{1,9}(?:\.\d{1,9})?`;

/** The values of the darkest and the brightest pixel: `0-255`, `0-1` or `-1-1`. */
const pixelRange: ArgumentKind<PixelRange> = {
  expected: 'the values of the darkest and the brightest pixel with a hyphen between, such as 0-1, 0-255 or -1-1',
  read(given) {
    const [, low, high] = new RegExp(`^(${number})-(${number})$`).exec(given) ?? [];
    return low === undefined || Number(low) >= Number(high) ? undefined : [Number(low), Number(high)];
  },
};

/** The height and the width of pictures, such as `96x64`, or `96` if they are equal. */
const imageSize: ArgumentKind<readonly [number, number]> = {
  expected: 'the height and the width of pictures with an x between, or one number for both, such as 96 or 96x64',
  read(given) {
    const [, height, width = height] = /^([1-9]\d{0,4})(?:x([1-9]\d{0,4}))?$/.exec(given) ?? [];
    return height === undefined ? undefined : [Number(height), Number(width)];
  },
};

/** A range as on the command line. */
export const rangeText = ([low, high]: PixelRange): string => `${low}-${high}`;

/** Adds the data options to a command, as required or optional ones. */
export const addDataOptions = (command: Command, need: Need = 'required'): void => {
  addOption(
    command,
    '--dataset <name>',
    `${datasetNames.join(', ')}, a table (${tableEndings.join(', ')}), an .npz file, or a folder of IDX files, of CIFAR-10's batches, of pictures by class, or with train.csv`,
    text(`${datasetNames.join(', ')} or a path`),
    need,
  );
  addOption(
    command,
    '--data <folder>',
    'the folder with the files of a named data set (default: in data, or where they are installed)',
    text('a folder'),
  );
  addPictureOptions(command);
  addColumnOptions(command);
};

/** Adds the options on the pixels of pictures. */
export const addPictureOptions = (command: Command): void => {
  addOption(
    command,
    '--pixel-range <low-high>',
    'the values of pixels 0 and 255 (default: those stored with the network, else 0-1); stored with the network',
    pixelRange,
  );
  addOption(
    command,
    '--image-size <size>',
    'the size of pictures of a folder after resizing, such as 96 or 96x64 (default: what the network takes, else their own size)',
    imageSize,
  );
};

/** Adds the options on the columns of a table. */
export const addColumnOptions = (command: Command): void => {
  addOption(
    command,
    '--label <column>',
    'the column of the labels in a table (default: what the network was trained with, else the last)',
    text('a column'),
  );
  addOption(
    command,
    '--ignore <columns>',
    'columns of a table to leave out, separated by commas, such as id,name',
    textList('names of columns, separated by commas'),
  );
  addOption(
    command,
    '--scaling <kind>',
    'standard or none: whether columns of numbers are standardized (default: as for the network, else standard)',
    oneOf(['standard', 'none']),
  );
};

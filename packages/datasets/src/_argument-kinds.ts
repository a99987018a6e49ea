import { filledText, listOfKind, objectWith, type OptionKind } from '@dum/errors';

/** The path of a file or a folder. */
export const pathKind: OptionKind = filledText('a path, which is a text that is not empty');

/** The options of a function that needs nothing but the name of a file, for its messages. */
export const namedKind: OptionKind = objectWith('an object with the name of the file for messages, such as { name: "images" }', ['name']);

/** The contents of a file with its name. */
export const namedBytesKind: OptionKind = {
  expected: 'the name of a file and its contents, { name, bytes }, with bytes a Uint8Array',
  holds: (value) => objectWith('', ['name', 'bytes']).holds(value) && (value as { readonly bytes: unknown }).bytes instanceof Uint8Array,
};

/** The contents of several files with their names. */
export const filesKind: OptionKind = listOfKind('a list of { name, bytes }', namedBytesKind);

const dataOfTasks =
  'an object of train, validation and classNames, such as { ...splitTrainValidation(data.train, { seed: 1 }), classNames: data.classNames }';

/** Whether a value has the members of a data set. */
export const isDataset = (value: unknown): boolean => objectWith('', ['train', 'test', 'classNames']).holds(value);

/** What tasks are made from. */
export const taskDataKind: OptionKind = objectWith(dataOfTasks, ['train', 'validation', 'classNames'], (value) =>
  isDataset(value) ? `it has no validation split; expected ${dataOfTasks}` : undefined,
);

import * as z from 'zod';
import { float32, listOf, mostClasses, nonEmptyText, refuse, refuseRepeats } from './_expectations.js';
import type { NewHead, OriginalHead, ReadOut } from '../subnetwork.js';

/** A linear probe in a file: the kernel is a list of rows, one for each input. */
const newHeadSchema = z
  .strictObject(
    {
      kind: z.literal('new-head', { error: '"new-head"' }),
      classNames: listOf(nonEmptyText, 'class names', mostClasses),
      kernel: z
        .array(z.array(float32, { error: 'a row of weights' }), { error: 'a list of rows of weights' })
        .min(1, { error: 'a row of weights for each input' }),
      bias: z.array(float32, { error: 'a list of biases' }),
    },
    { error: 'a read-out { kind, classNames, kernel, bias }' },
  )
  .superRefine(({ classNames, kernel, bias }, context) => {
    refuseRepeats(context, classNames, (place) => ['classNames', place]);
    const ragged = kernel.findIndex((row) => row.length !== classNames.length);
    if (ragged >= 0) refuse(context, ['kernel', ragged], `${classNames.length} weights, one a class`);
    if (bias.length !== classNames.length) refuse(context, ['bias'], `${classNames.length} biases, one a class`);
  });

/** The original head in a file. */
const originalHeadSchema = z
  .strictObject({ kind: z.literal('original-head'), classNames: listOf(nonEmptyText, 'class names', mostClasses) })
  .superRefine(({ classNames }, context) => refuseRepeats(context, classNames, (place) => ['classNames', place]));

/** A read-out in a file. */
export const readOutSchema = z.discriminatedUnion('kind', [newHeadSchema, originalHeadSchema], {
  error: ({ code }) => (code === 'invalid_union' ? '"new-head" or "original-head"' : 'a read-out { kind, classNames, kernel, bias }'),
});

type FileReadOut = z.output<typeof newHeadSchema> | OriginalHead;

/** The read-out in plain lists; a kernel of the wrong length ends in a short row. */
export const readOutToFile = (readOut: ReadOut) => {
  const { kind, classNames } = readOut;
  return kind === 'original-head' ? { kind, classNames: [...classNames] } : newHeadToFile(readOut);
};

const newHeadToFile = ({ kind, classNames, kernel, bias }: NewHead) => {
  const classes = Math.max(1, classNames.length);
  const rows = Array.from({ length: Math.ceil(kernel.length / classes) }, (_, row) =>
    Array.from(kernel.subarray(row * classes, (row + 1) * classes)),
  );
  return { kind, classNames: [...classNames], kernel: rows, bias: Array.from(bias) };
};

/** The read-out of a checked one of a file. */
export const readOutFromFile = (inFile: FileReadOut): ReadOut => {
  if (inFile.kind === 'original-head') return inFile;
  const { kind, classNames, kernel, bias } = inFile;
  return { kind, classNames, kernel: Float32Array.from(kernel.flat()), bias: Float32Array.from(bias) };
};

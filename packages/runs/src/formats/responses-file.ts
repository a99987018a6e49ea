import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { amount, count, list, positiveCount, range, someOf, text } from './_fields.js';

/** What one kept unit responds to. */
const unit = z.strictObject({
  unit: count,
  selectivity: amount,
  /** Its mean activation on each class of the data; null for a class without a sample. */
  meanByClass: list(z.number().nullable()),
  /** The samples that activate it most; null for a constant unit. */
  strongest: z.strictObject({ samples: list(count), meanActivation: z.number(), meanSample: list(z.number()) }).nullable(),
});

/** The results of `unitResponses` of `@dum/experiments`, with a description of the samples. */
export const responsesFile = documentFormat(
  'dum-responses',
  1,
  {
    split: text,
    /** The classes of the data. */
    classNames: someOf(text),
    /** The shape of a sample. */
    sampleShape: someOf(positiveCount),
    range,
    responses: list(
      z.strictObject({
        /** The name of the task. */
        task: text,
        classNames: someOf(text),
        /** The task's class for each class of the data, 65535 for a class in none. */
        classOf: list(count),
        layers: list(z.strictObject({ layer: text, keptUnits: count, units: list(unit) })),
      }),
    ),
  },
  {
    check: ({ classNames, sampleShape, responses }, context) => {
      const size = sampleShape.reduce((product, axis) => product * axis, 1);
      const requireLength = (values: readonly unknown[], length: number, what: string, path: readonly (string | number)[]) => {
        if (values.length === length) return;
        context.addIssue({ code: 'custom', message: `a list of ${length}, one for each ${what}`, path: ['responses', ...path] });
      };
      for (const [at, { classOf, layers }] of responses.entries()) {
        requireLength(classOf, classNames.length, 'class', [at, 'classOf']);
        for (const [layer, { units }] of layers.entries()) {
          for (const [place, { meanByClass, strongest }] of units.entries()) {
            const path = [at, 'layers', layer, 'units', place];
            requireLength(meanByClass, classNames.length, 'class', [...path, 'meanByClass']);
            if (strongest !== null) requireLength(strongest.meanSample, size, 'value of a sample', [...path, 'strongest', 'meanSample']);
          }
        }
      }
    },
  },
);

/** What units respond to, with a description of the samples. */
export type ResponsesFile = DocumentOf<typeof responsesFile>;

import * as z from 'zod';
import { float32, listOf, nonEmptyText, refuse, refuseRepeats, wholeNumber } from './_expectations.js';
import type { ReEstimated } from '../subnetwork.js';

const variance = float32.refine((value) => value >= 0, { error: 'a finite 32-bit float of at least 0' });

const statisticsSchema = z
  .strictObject(
    {
      layer: nonEmptyText,
      mean: z.array(float32, { error: 'a list of means' }).min(1, { error: 'a mean for each channel' }),
      variance: z.array(variance, { error: 'a list of variances' }),
    },
    { error: 'the statistics of a layer { layer, mean, variance }' },
  )
  .superRefine(({ mean, variance: variances }, context) => {
    if (variances.length !== mean.length) refuse(context, ['variance'], `${mean.length} variances, one for each channel`);
  });

/** Re-estimated statistics in a file. */
export const normalizationSchema = z.strictObject(
  {
    kind: z.literal('re-estimated', { error: '"re-estimated"' }),
    samples: wholeNumber(1),
    statistics: listOf(statisticsSchema, 'layers with statistics').superRefine((all, context) =>
      refuseRepeats(
        context,
        all.map(({ layer }) => layer),
        (place) => [place, 'layer'],
      ),
    ),
  },
  { error: 'a normalization { kind, samples, statistics }' },
);

/** Re-estimated statistics in plain lists. */
export const normalizationToFile = ({ kind, samples, statistics }: ReEstimated) => ({
  kind,
  samples,
  statistics: statistics.map(({ layer, mean, variance: variances }) => ({
    layer,
    mean: Array.from(mean),
    variance: Array.from(variances),
  })),
});

/** The re-estimated statistics of checked ones of a file. */
export const normalizationFromFile = ({ kind, samples, statistics }: z.output<typeof normalizationSchema>): ReEstimated => ({
  kind,
  samples,
  statistics: statistics.map(({ layer, mean, variance: variances }) => ({
    layer,
    mean: Float32Array.from(mean),
    variance: Float32Array.from(variances),
  })),
});

import type { EpochRecord } from '@dum/experiments';

type Measure = 'loss' | 'validationLoss' | 'validationAccuracy' | 'keptUnits';

/** A value for each epoch, null if it was not finite. */
type Column = readonly (number | null)[];

/** The history of a search, one value for each epoch in each column. */
export const searchHistory = (records: readonly EpochRecord[]): Readonly<Record<Measure, Column>> => {
  const column = (name: Measure): Column => records.map(({ [name]: value }) => (value === null ? null : Number(value.toPrecision(6))));
  return {
    loss: column('loss'),
    validationLoss: column('validationLoss'),
    validationAccuracy: column('validationAccuracy'),
    keptUnits: column('keptUnits'),
  };
};

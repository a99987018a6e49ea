import type { EpochRecord } from '@dum/experiments';

const columns = ['loss', 'validationLoss', 'validationAccuracy', 'keptUnits'] as const;

/** How a search went, one value an epoch in each column; null where it was not finite. */
export const searchHistory = (records: readonly EpochRecord[]): Readonly<Record<(typeof columns)[number], readonly (number | null)[]>> => {
  const column = (name: (typeof columns)[number]) => records.map(({ [name]: value }) => (value === null ? null : Number(value.toPrecision(6))));
  return {
    loss: column('loss'),
    validationLoss: column('validationLoss'),
    validationAccuracy: column('validationAccuracy'),
    keptUnits: column('keptUnits'),
  };
};

import type { Dataset } from '@dum/datasets';
import { DumError } from '@dum/errors';

/** Refuses data with another number of classes than the data in which something was found; `what` begins the message. */
export const requireSameClasses = (
  what: string,
  { classOf }: { readonly classOf: ArrayLike<number> },
  { classNames, name }: Pick<Dataset, 'classNames' | 'name'>,
): void => {
  if (classOf.length === classNames.length) return;
  throw new DumError(
    'bad-input',
    `${what} in data of ${classOf.length} classes; "${name}" has ${classNames.length}; give the data that it was found in`,
  );
};

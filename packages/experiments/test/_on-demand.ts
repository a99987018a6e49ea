import { createSplit, type Role, type RowSource, type Split } from '@dum/datasets';

/** What was asked of a source: how many samples at once, and how many reads were under way at most. */
export interface Asked {
  most: number;
  underWay: number;
  mostUnderWay: number;
}

/** The same samples, given later, as those in files are. */
export const onDemand = ({ count, sampleShape, identity, rows }: RowSource, asked?: Asked): RowSource => ({
  ...{ count, sampleShape, identity },
  async rows(indices) {
    if (asked !== undefined) {
      asked.most = Math.max(asked.most, indices.length);
      asked.underWay++;
      asked.mostUnderWay = Math.max(asked.mostUnderWay, asked.underWay);
    }
    await new Promise((resolve) => setTimeout(resolve, indices.length % 3));
    if (asked !== undefined) asked.underWay--;
    return rows(indices);
  },
});

/** A split of the same samples, given later. */
export const lateSplit = <R extends Role>({ role, source, y }: Split<R>, classCount: number, asked?: Asked): Split<R> =>
  createSplit(role, { source: onDemand(source, asked), y, classCount });

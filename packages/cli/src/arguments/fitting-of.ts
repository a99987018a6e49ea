import type { ProbeFitting } from '@dum/experiments';
import type { SearchConfig } from '@dum/runs';

/** How linear probes are fitted that are compared with those of a search. */
export const fittingOf = ({ readOutEpochs, batchSize, memory }: SearchConfig): ProbeFitting & { readonly readOutEpochs: number } => ({
  readOutEpochs,
  memory,
  ...(batchSize === null ? {} : { batchSize }),
});

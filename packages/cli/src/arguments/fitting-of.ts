import { type ProbeFitting, probeFittingDefaults } from '@dum/experiments';
import type { SearchConfig } from '@dum/runs';

/** How linear probes are fitted that are compared with those of a search. */
export const fittingOf = ({ readOutEpochs, batchSize, memory }: SearchConfig): Required<Omit<ProbeFitting, 'seed'>> => ({
  readOutEpochs,
  batchSize: batchSize ?? probeFittingDefaults.batchSize,
  memory,
});

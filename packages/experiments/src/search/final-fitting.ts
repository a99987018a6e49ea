import type { DroppedConstants } from '@dum/masks/mask-set';
import type { DiscoverySettings } from './options.js';
import type { SearchTask } from './search-task.js';

type Fitting = Pick<DiscoverySettings, 'normalization' | 'dropped' | 'readOut' | 'readOutEpochs' | 'batchSize' | 'seed'> &
  Pick<DiscoverySettings, 'signal' | 'onProgress'>;

/** How the hard masks of a search are fitted; no probe is for the original head. */
export const finalFitting = (
  { normalization, dropped, readOut, readOutEpochs: epochs, batchSize, seed, signal, onProgress }: Fitting,
  tasks: readonly Pick<SearchTask, 'classNames'>[],
  means: DroppedConstants | undefined,
) => ({
  effects: { normalization, dropped },
  means,
  heads: tasks.map(({ classNames }) =>
    readOut === 'original-head' ? { kind: 'original-head' as const, classNames: [...classNames] } : undefined,
  ),
  epochs,
  batchSize,
  seed,
  signal,
  onStep: (step: number, steps: number) =>
    onProgress?.({ phase: 'read-out', epoch: Math.ceil((step / steps) * epochs), epochs, step, steps }),
});

import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { getBackend } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { BackendName } from '@dum/backend';
import { DumError, requireOptions, wholeNumber } from '@dum/errors';
import { Tinypool } from 'tinypool';
import {
  followingSettings,
  searchConfigOf,
  searchGroup,
  type DiscoveryProgress,
  type DiscoverySettings,
  type GroupSearch,
  type SearchTask,
  type SearchWorkers,
} from '../search/index.js';
import type { FrozenBody } from '../masked/frozen-body.js';
import { combineProgress } from './combine-progress.js';
import type { SearchAnswer, SearchJob } from './search-job.js';
import { allocateShared, shareSearch, type SharedSearch } from './share-search.js';

/** Threads that search tasks in parallel, including the calling one; `close` ends the others. */
export interface WorkerPool extends SearchWorkers {
  /** The number of threads, including the calling one. */
  readonly threads: number;
  /** Ends the other threads. A search that is still running there fails. */
  close(): Promise<void>;
}

/** Workers run built files; from the sources, those of the build next to them. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? '../../dist/workers/search-worker.js' : './search-worker.js', import.meta.url);

/**
 * Spreads searches over threads, for the single-threaded backends wasm and cpu: each thread searches a part of the tasks on its own core.
 *
 * The calling thread takes the first part. The other threads start when the first activations to share are stored, for the backend in use
 * when the pool was created. They get a copy of the network, and the activations of its frozen part as shared memory, or the samples where
 * activations take more than the memory limit. A task's result is the same to the bit for any number of threads, because no task depends on
 * the others. A search stays in the calling thread if its estimator, penalty or objective is a custom one, which cannot be sent by name, or
 * if samples have several parts or take more than the memory limit too. Node only; the tensorflow backend has its own threads.
 *
 * @example
 * const workers = createWorkerPool({ threads: 2 });
 * const found = await discoverSubnetworks(network, tasks, { workers });
 * await workers.close();
 */
export const createWorkerPool = ({ threads }: { readonly threads: number }): WorkerPool => {
  requireOptions('createWorkerPool', { threads }, { threads: wholeNumber(1) });
  const others = threads - 1;
  const backend = getBackend() as BackendName;
  let started: Tinypool | undefined;
  const start = (): Tinypool => {
    if (started !== undefined) return started;
    started = new Tinypool({
      filename: workerFile.href,
      runtime: 'worker_threads',
      execArgv: [],
      useAtomics: false,
      minThreads: others,
      maxThreads: Math.max(1, others),
    });
    // a worker that can't start reports that to the search that needs it
    for (let worker = 0; worker < others; worker++) void started.run(backend, { name: 'start' }).catch(() => undefined);
    return started;
  };
  const searchElsewhere = async (job: Omit<SearchJob, 'port'>, signal: AbortSignal, hear: (progress: DiscoveryProgress) => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', hear);
    const ended = once(port1, 'close');
    try {
      const answer = (await start().run({ ...job, port: port2 } satisfies SearchJob, {
        ...{ name: 'search', transferList: [port2], signal },
      })) as SearchAnswer;
      if ('refused' in answer) throw new DumError(answer.refused.code, answer.refused.message);
      await ended;
      return answer.found;
    } finally {
      port1.close();
    }
  };
  const shared = new WeakMap<FrozenBody, Promise<SharedSearch | undefined>>();
  let searches = 0;
  const shareOnce = (search: GroupSearch): Promise<SharedSearch | undefined> => {
    const sharing = shared.get(search.body) ?? shareSearch(search, searches++);
    shared.set(search.body, sharing);
    return sharing;
  };
  return {
    threads,
    close: async () => started?.destroy(),
    allocate(length) {
      if (others > 0) start();
      return allocateShared(length);
    },
    search: async (search) => {
      const { network, tasks, settings } = search;
      const groups = evenParts(tasks, Math.min(threads, tasks.length));
      const plain = plainSettings(settings, network);
      if (groups.length === 1 || plain === undefined) return searchGroup(search);
      const common = await shareOnce(search);
      if (common === undefined) return searchGroup(search);
      const hear = combineProgress(groups.length, (progress) => settings.onProgress?.(progress));
      const failed = new AbortController();
      const signal = settings.signal === undefined ? failed.signal : AbortSignal.any([settings.signal, failed.signal]);
      const tellOf = (at: number) => (progress: DiscoveryProgress) => hear(at, progress);
      const [own, ...rest] = groups;
      const elsewhere = rest.map((group, at) =>
        searchElsewhere({ ...common, backend, settings: plain, tasks: group.map(withoutSamples) }, signal, tellOf(at + 1)),
      );
      const here = searchGroup({ ...search, tasks: own!, settings: { ...settings, onProgress: tellOf(0), signal } });
      const running = [here, ...elsewhere];
      try {
        return (await Promise.all(running)).flat();
      } catch (error) {
        failed.abort(error);
        await Promise.allSettled(running);
        settings.signal?.throwIfAborted();
        throw error;
      }
    },
  };
};

/** The settings as plain data; undefined for a custom estimator, penalty or objective. */
const plainSettings = (settings: DiscoverySettings, network: LayersModel): SearchJob['settings'] | undefined => {
  try {
    return { ...searchConfigOf(settings, network), ...followingSettings(settings) };
  } catch (error) {
    if (error instanceof DumError) return undefined;
    throw error;
  }
};

const withoutSamples = ({ name, classNames, classWeights, classOf, train, validation, start }: SearchTask): SearchTask => ({
  ...{ name, classNames, classWeights, classOf },
  ...(start === undefined ? {} : { start }),
  train: { y: train.y },
  validation: { y: validation.y },
});

const evenParts = <Item>(items: readonly Item[], parts: number): (readonly Item[])[] =>
  Array.from({ length: parts }, (_, part) =>
    items.slice(Math.round((part * items.length) / parts), Math.round(((part + 1) * items.length) / parts)),
  );

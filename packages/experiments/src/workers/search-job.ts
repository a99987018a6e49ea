import type { MessagePort } from 'node:worker_threads';
import type { io } from '@tensorflow/tfjs-core';
import type { DumErrorCode } from '@dum/errors';
import type { BackendName } from '@dum/backend';
import type { MemoryArrays } from '@dum/datasets';
import type { SearchConfig } from '@dum/runs';
import type { HeldActivations } from '../masked/frozen-activations.js';
import type { FollowingSettings, GroupSearch, SearchedTask } from '../search/index.js';

/** The activations of a split, or the samples that a thread computes them from. */
export type SharedSplit = { readonly held: HeldActivations } | { readonly samples: MemoryArrays };

/** The message to a worker: a group of tasks, with everything that their search needs. */
export interface SearchJob extends Pick<GroupSearch, 'fingerprint' | 'tasks' | 'outputs' | 'means'> {
  /** The number of the prepared search, whose network a worker masks once. */
  readonly id: number;
  readonly activations: { readonly train: SharedSplit; readonly validation: SharedSplit };
  readonly backend: BackendName;
  readonly artifacts: io.ModelArtifacts;
  readonly settings: SearchConfig & FollowingSettings;
  /** The port for progress. */
  readonly port: MessagePort;
}

/** The answer of a worker. A `DumError` is sent as data, because messages lose its class. */
export type SearchAnswer =
  | { readonly found: SearchedTask[] }
  | { readonly refused: { readonly code: DumErrorCode; readonly message: string } };

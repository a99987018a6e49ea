import type { MessagePort } from 'node:worker_threads';
import type { io } from '@tensorflow/tfjs-core';
import type { DumErrorCode } from '@dum/errors';
import type { BackendName } from '@dum/backend';
import type { SearchConfig } from '@dum/runs';
import type { HeldActivations } from '../masked/frozen-activations.js';
import type { FollowingSettings, GroupSearch, SearchedTask } from '../search/index.js';

/** What a worker is sent: a group of tasks, and all that their search takes. */
export interface SearchJob extends Pick<GroupSearch, 'fingerprint' | 'tasks' | 'outputs'> {
  /** Which prepared search this is: a worker masks its network once. */
  readonly id: number;
  readonly activations: { readonly train: HeldActivations; readonly validation: HeldActivations };
  readonly backend: BackendName;
  readonly artifacts: io.ModelArtifacts;
  readonly settings: SearchConfig & FollowingSettings;
  /** Where progress is told. */
  readonly port: MessagePort;
}

/** What a worker sends back. An error of ours comes as data, since its class would not survive the way. */
export type SearchAnswer =
  | { readonly found: SearchedTask[] }
  | { readonly refused: { readonly code: DumErrorCode; readonly message: string } };

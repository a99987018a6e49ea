import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { loadNetwork } from '@dum/experiments/store';
import type { DataOptions } from '../arguments/data-options.js';
import { readTasks } from '../arguments/task-list.js';
import type { Session } from '../session/session.js';
import { type CutData, loadSplit } from './load-split.js';
import { asNetworkTakes } from './as-network-takes.js';
import { answersClasses, requireSameInput } from './require-same-input.js';

/** The options of a command that searches. */
export interface SearchRequest extends DataOptions {
  readonly network: string;
  readonly tasks?: readonly string[];
  readonly limit?: number;
  readonly validation?: number;
}

/** The inputs of a search. */
interface OpenedSearch extends CutData {
  readonly backend: string;
  readonly network: LayersModel;
  readonly tasks: readonly Task[];
  /** Whether the network's outputs are the classes of the data. */
  readonly wholeNetwork: boolean;
}

/** Opens the backend, the network and the data of a search, and prints notes on its tasks. Throws as these do. */
export const openSearch = async (session: Session, request: SearchRequest): Promise<OpenedSearch> => {
  const backend = await session.openBackend();
  const network = await loadNetwork(request.network);
  const { pixelRange, validation } = request;
  const wanted = await asNetworkTakes(network, request);
  const { data, split } = await loadSplit(session, { network, folder: request.network }, wanted, { validation, seed: session.seed });
  const remembered = requireSameInput(network, data, { note: session.note, classes: false, pixelRange });
  const { tasks, notes } = readTasks(request.tasks, split);
  for (const note of notes) session.note(note);
  return { backend, network, data, split, tasks, wholeNetwork: answersClasses(network, remembered, data) };
};

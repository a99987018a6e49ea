import type { LayersModel } from '@tensorflow/tfjs-layers';
import { restoreTask, type Split, type TaskData } from '@dum/datasets';
import { type ClassificationMetrics, type SearchResult, evaluateSubnetworks, evaluateWholeNetwork, randomControls } from '@dum/experiments';
import type { Subnetwork } from '@dum/masks/mask-set';
import type { Session } from '../session/session.js';
import type { FoundTask } from './find-subnetworks.js';

/** The figures of a subnetwork on one split, with those of its controls. */
export interface MeasuredSubnetwork {
  readonly subnetwork: Subnetwork;
  readonly metrics: ClassificationMetrics;
  /** The network's own answer to the task; undefined when its classes are not the data's. */
  readonly wholeNetwork?: ClassificationMetrics | undefined;
  /** Random masks with as many units in each layer, one entry for each draw. */
  readonly controls: readonly ClassificationMetrics[];
}

/** The result of a task; a task that diverged has no figures. */
export interface TaskResult {
  readonly name: string;
  readonly status: SearchResult['status'];
  readonly history: SearchResult['history'];
  readonly measured?: MeasuredSubnetwork | undefined;
}

/** How random masks are drawn and their linear probes fitted: like those that they are compared with. */
export interface ControlSettings {
  /** The number of draws; 0 for none. */
  readonly draws: number;
  readonly readOutEpochs: number;
  readonly batchSize?: number;
  readonly memory?: number;
  readonly seed: number;
  /** The data that linear probes are fitted on. */
  readonly data: TaskData;
}

/** How results are measured. */
export interface Measuring {
  readonly split: Split;
  /** Whether the network's outputs are the classes of the data. */
  readonly wholeNetwork: boolean;
  /** Default none. */
  readonly controls?: ControlSettings | undefined;
}

/** Measures results on one split, beside random masks of the same sizes and the whole network. */
export const measureTasks = async (
  session: Session,
  network: LayersModel,
  found: readonly Pick<FoundTask, 'task' | 'status' | 'subnetwork' | 'history'>[],
  { split, wholeNetwork, controls }: Measuring,
): Promise<TaskResult[]> => {
  const subnetworks = found.flatMap(({ subnetwork }) => (subnetwork === undefined ? [] : [subnetwork]));
  if (subnetworks.length === 0) return found.map(({ task: name, status, history }) => ({ name, status, history }));
  const answered = subnetworks.map(({ classOf, readOut: { classNames } }) => ({ classOf, classNames }));
  const { result: metrics } = await session.phase(`evaluate on the ${split.role} split`, async () => ({
    found: await evaluateSubnetworks(network, subnetworks, split),
    network: wholeNetwork ? await evaluateWholeNetwork(network, answered, split) : [],
  }));
  const drawn = controls === undefined || controls.draws === 0 ? [] : await drawControls(session, network, subnetworks, split, controls);
  return found.map(({ task: name, status, subnetwork, history }) => {
    if (subnetwork === undefined) return { name, status, history };
    const index = subnetworks.indexOf(subnetwork);
    const figures = { metrics: metrics.found[index]!, wholeNetwork: metrics.network[index], controls: drawn[index] ?? [] };
    return { name, status, history, measured: { subnetwork, ...figures } };
  });
};

const drawControls = async (
  { phase, signal }: Session,
  network: LayersModel,
  subnetworks: readonly Subnetwork[],
  split: Split,
  { data, ...options }: ControlSettings,
): Promise<ClassificationMetrics[][]> => {
  const controlled = subnetworks.map((subnetwork) => {
    const { task: name, classOf, readOut } = subnetwork;
    return { subnetwork, task: restoreTask(data, { name, classOf, classNames: readOut.classNames }) };
  });
  const { result } = await phase(`random masks of the same sizes, ${options.draws} each`, (update) =>
    randomControls(network, controlled, split, {
      ...options,
      signal,
      onProgress: (draw, draws) => update(draw / draws, `draw ${draw} of ${draws}`),
    }),
  );
  return result;
};

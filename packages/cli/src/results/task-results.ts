import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import { type ClassificationMetrics, type Discovery, evaluateSubnetworks, evaluateWholeNetwork, randomControls } from '@dum/experiments';
import type { Subnetwork } from '@dum/masks/mask-set';
import type { Session } from '../session/session.js';
import type { FoundTask } from './discovery.js';

/** A subnetwork measured on one split, and what to compare it with. */
export interface MeasuredSubnetwork {
  readonly subnetwork: Subnetwork;
  readonly metrics: ClassificationMetrics;
  /** The network's own answer to the task; none when its classes are not the data's. */
  readonly wholeNetwork?: ClassificationMetrics | undefined;
  /** Random masks with as many units in each layer, one entry a draw. */
  readonly controls: readonly ClassificationMetrics[];
}

/** A task and what came of it; nothing was measured when it diverged. */
export interface TaskResult {
  readonly name: string;
  readonly status: Discovery['status'];
  readonly history: Discovery['history'];
  readonly measured?: MeasuredSubnetwork | undefined;
}

/** How what was found is measured. */
export interface Measuring {
  readonly split: Split;
  /** Whether the network's outputs are the classes of the data. */
  readonly wholeNetwork: boolean;
  readonly controls: { readonly draws: number; readonly readOutEpochs: number; readonly batchSize: number; readonly memory: number };
}

/** Measures what was found on one split, beside random masks of the same sizes and the whole network. */
export const measureTasks = async (
  session: Session,
  network: LayersModel,
  found: readonly FoundTask[],
  { split, wholeNetwork, controls }: Measuring,
): Promise<TaskResult[]> => {
  const whole = found.flatMap(({ discovery: { subnetwork }, task }) => (subnetwork === undefined ? [] : [{ subnetwork, task }]));
  if (whole.length === 0) return found.map(({ discovery: { task: name, status, history } }) => ({ name, status, history }));
  const [subnetworks, tasks] = [whole.map(({ subnetwork }) => subnetwork), whole.map(({ task }) => task)];
  const { result: metrics } = await session.phase(`evaluate on the ${split.role} split`, async () => ({
    found: await evaluateSubnetworks(network, subnetworks, split),
    network: wholeNetwork ? await evaluateWholeNetwork(network, tasks, split) : [],
  }));
  const drawn = controls.draws === 0 ? [] : await drawControls(session, network, whole, split, controls);
  return found.map(({ discovery: { task: name, status, subnetwork, history } }) => {
    if (subnetwork === undefined) return { name, status, history };
    const index = subnetworks.indexOf(subnetwork);
    const figures = { metrics: metrics.found[index]!, wholeNetwork: metrics.network[index], controls: drawn[index] ?? [] };
    return { name, status, history, measured: { subnetwork, ...figures } };
  });
};

const drawControls = async (
  { phase, seed, signal }: Session,
  network: LayersModel,
  controlled: readonly { readonly subnetwork: Subnetwork; readonly task: Task }[],
  split: Split,
  options: Measuring['controls'],
): Promise<ClassificationMetrics[][]> => {
  const { result } = await phase(`random masks of the same sizes, ${options.draws} each`, (update) =>
    randomControls(network, controlled, split, {
      ...options,
      seed,
      signal,
      onProgress: (draw, draws) => update(draw / draws, `draw ${draw} of ${draws}`),
    }),
  );
  return result;
};

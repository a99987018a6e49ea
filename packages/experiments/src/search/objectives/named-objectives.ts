import { DumError } from '@dum/errors';
import { isBuiltIn } from './_built-in.js';
import { classRemoval } from './class-removal.js';
import { completeness, type CompletenessOptions } from './completeness.js';
import { crossEntropy } from './cross-entropy.js';
import { faithfulness } from './faithfulness.js';
import type { Objective } from './objective.js';

/** An objective as plain data. */
export interface ObjectiveConfig {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly of: ObjectiveConfig | undefined;
}

const factories: Readonly<Record<string, (options: CompletenessOptions) => Objective>> = {
  crossEntropy,
  faithfulness,
  completeness,
  classRemoval,
};

/** An objective as plain data, by which `objectiveFromConfig` finds it again. Throws `bad-input` for one's own, told by its functions. */
export const objectiveToConfig = (objective: Objective): ObjectiveConfig => {
  const { name, parameters = {}, of } = objective;
  if (isBuiltIn(objective)) return { name, parameters, of: of === undefined ? undefined : objectiveToConfig(of) };
  throw new DumError('bad-input', `the objective "${name}" is one's own; only those of this package can be sent elsewhere`);
};

/** The objective that plain data stand for. */
export const objectiveFromConfig = ({ name, parameters, of }: ObjectiveConfig): Objective =>
  factories[name]!({ ...parameters, ...(of === undefined ? {} : { of: objectiveFromConfig(of) }) });

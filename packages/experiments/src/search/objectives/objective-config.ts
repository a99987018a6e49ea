import { DumError, nearest, show } from '@dum/errors';
import type { ObjectiveConfig } from '@dum/runs';
import { isBuiltIn } from './_built-in.js';
import { classRemoval } from './class-removal.js';
import { completeness, type CompletenessOptions } from './completeness.js';
import { crossEntropy } from './cross-entropy.js';
import { faithfulness } from './faithfulness.js';
import type { Objective } from './objective.js';

const factories: Readonly<Record<string, (options: CompletenessOptions) => Objective>> = {
  crossEntropy,
  faithfulness,
  completeness,
  classRemoval,
};

/** Converts an objective to plain data: the inverse of {@link objectiveFromConfig}. Throws `bad-input` unless it is one of this package. */
export const objectiveToConfig = (objective: Objective, who: string): ObjectiveConfig => {
  const { name, parameters = {}, of } = objective;
  if (isBuiltIn(objective)) return { name, parameters: { ...parameters }, of: of === undefined ? null : objectiveToConfig(of, who) };
  throw new DumError(
    'bad-input',
    `${who}: the objective "${name}" is not one of this package (${Object.keys(factories).join(', ')}), so it cannot be saved by name`,
  );
};

/** Converts plain data to an objective. Throws `bad-input` for a name or parameters that this version does not know. */
export const objectiveFromConfig = (config: ObjectiveConfig, who: string): Objective => {
  const { name, parameters, of } = config;
  const known = Object.keys(factories);
  if (!known.includes(name)) {
    const close = nearest(name, known);
    const hint = close === undefined ? '' : `; did you mean "${close}"?`;
    throw new DumError('bad-input', `${who}: no objective is called ${show(name)}; there are ${known.join(', ')}${hint}`);
  }
  const objective = factories[name]!({ ...parameters, ...(of === null ? {} : { of: objectiveFromConfig(of, who) }) });
  const unknown = Object.keys(parameters).find((parameter) => !Object.hasOwn(objective.parameters ?? {}, parameter));
  if (unknown !== undefined) throw new DumError('bad-input', `${who}: the objective "${name}" has no parameter "${unknown}"`);
  if (of !== null && objective.of === undefined)
    throw new DumError('bad-input', `${who}: the objective "${name}" adds to no other, such as ${of.name}`);
  return objective;
};

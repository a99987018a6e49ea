import { DumError } from '@dum/errors';
import { requireRole } from '../split.js';
import { type ClassWeighting, relabel, type Task, type TaskData } from '../task.js';
import { balancedClassWeights, countClasses } from './balanced-class-weights.js';

interface Labelling {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly classOf: Uint16Array;
  readonly classWeights: ClassWeighting;
}

/** Creates a task of relabelled data. Refuses a class without samples in training or validation. */
export const createTask = (who: string, data: TaskData, { name, classNames, classOf, classWeights }: Labelling): Task => {
  if (classWeights !== 'balanced' && classWeights !== 'none')
    throw new DumError('bad-input', `${who}: classWeights is ${JSON.stringify(classWeights)}; expected 'balanced' or 'none'`);
  const train = relabel(requireRole(data.train, ['train'], who), classOf);
  const validation = relabel(requireRole(data.validation, ['validation'], who), classOf);
  for (const { role, y } of [train, validation]) {
    const empty = countClasses(y, classNames.length).indexOf(0);
    if (empty >= 0)
      throw new DumError(
        'bad-input',
        `${who}: class "${classNames[empty]}" of task "${name}" has no sample in the ${role} split; every class needs one, so use more samples or other classes`,
      );
  }
  const weights = classWeights === 'balanced' ? balancedClassWeights(train.y, classNames.length) : classNames.map(() => 1);
  return { name, classNames, classOf, train, validation, classWeights: weights };
};

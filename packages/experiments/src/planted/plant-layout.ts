/** The tasks that need a unit: the first, the second, both or none. */
export type Owner = 0 | 1 | 'both' | 'none';

/** One hidden layer of a plant. */
export interface PlantLayer {
  readonly name: string;
  /** Who needs each unit: units of the first task come first, then those of the second, of both, and of none. */
  readonly owners: readonly Owner[];
  /** Whether its units are added to those of the layer two before it. */
  readonly isAdded: boolean;
}

/** The names of hidden layers, in their order; a plant has at most as many. */
export const hiddenNames = ['first', 'second', 'third', 'fourth'] as const;

/** The hidden layers of a plant. Units of both tasks stand in the first layer, and in every layer that is added to it. */
export const plantLayers = ({
  own,
  shared,
  others,
  residual,
}: {
  readonly own: readonly number[];
  readonly shared: number;
  readonly others: number;
  readonly residual: boolean;
}): PlantLayer[] =>
  own.map((count, at) => ({
    name: hiddenNames[at]!,
    owners: [
      ...repeat(0, count),
      ...repeat(1, count),
      ...repeat('both', at === 0 || (residual && at % 2 === 0) ? shared : 0),
      ...repeat('none', others),
    ],
    isAdded: residual && at > 0 && at % 2 === 0,
  }));

/** Whether a task needs a unit. */
export const isNeeded = (task: number, owner: Owner): boolean => owner === task || owner === 'both';

/** Whether a unit reads one of the layer before it: units of a task read its own and the shared ones, all others read their like. */
export const isWired = (input: Owner, unit: Owner): boolean => (typeof unit === 'number' ? isNeeded(unit, input) : input === unit);

const repeat = (owner: Owner, count: number): Owner[] => new Array<Owner>(count).fill(owner);

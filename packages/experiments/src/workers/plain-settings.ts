import {
  type EstimatorConfig,
  estimatorFromConfig,
  estimatorToConfig,
  type LayerSelection,
  type Penalty,
  type PenaltyConfig,
  penaltyFromConfig,
  penaltyToConfig,
} from '@dum/masks';
import { DumError } from '@dum/errors';
import { type DiscoverySettings, type ObjectiveConfig, objectiveFromConfig, objectiveToConfig, pricesOf } from '../search/index.js';

/** Settings of a search that can be sent to a worker: estimator, penalty and objective by name, layers by name, nobody to tell. */
export type PlainSettings = Omit<DiscoverySettings, 'estimator' | 'penalty' | 'objective' | 'layers' | 'onProgress' | 'signal'> & {
  readonly objective: ObjectiveConfig;
  readonly estimator: EstimatorConfig;
  /** The penalty at each price that there is. */
  readonly penalties: readonly { readonly alpha: number; readonly penalty: PenaltyConfig }[];
  readonly layers: readonly string[] | undefined;
};

/** The settings as plain data; undefined when the estimator, the penalty or the objective is one's own, which no name finds again. */
export const toPlainSettings = (
  settings: DiscoverySettings,
  namesOf: (selection: LayerSelection) => string[],
): PlainSettings | undefined => {
  const quiet = { ...settings };
  delete quiet.onProgress;
  delete quiet.signal;
  const { estimator, penalty, objective, layers, ...rest } = quiet;
  try {
    return {
      ...rest,
      objective: objectiveToConfig(objective),
      estimator: estimatorToConfig(estimator),
      penalties: pricesOf(rest.alpha).map((price) => ({ alpha: price, penalty: penaltyToConfig(penalty(price)) })),
      layers: layers === undefined ? undefined : namesOf(layers),
    };
  } catch (error) {
    if (error instanceof DumError) return undefined;
    throw error;
  }
};

/** The settings that plain data stand for. */
export const fromPlainSettings = ({ estimator, penalties, objective, layers, ...rest }: PlainSettings): DiscoverySettings => {
  const priced = penalties.map(({ alpha, penalty }) => ({ alpha, penalty: penaltyFromConfig(penalty) }));
  return {
    ...rest,
    objective: objectiveFromConfig(objective),
    estimator: estimatorFromConfig(estimator),
    penalty: (price): Penalty => priced.find(({ alpha }) => alpha === price)!.penalty,
    ...(layers === undefined ? {} : { layers }),
  };
};

import { DumError, nearest } from '@dum/errors';
import type { BaselineName } from '@dum/experiments';
import type { DiscoveryArguments } from './discovery-options.js';
import { baselineNames, baselines, type TypedBaseline } from './method-option.js';

export { baselineNames };

/** A method as on the command line: a baseline, or a search with a named or the default estimator. */
export type TypedMethod =
  | { readonly name: string; readonly baseline: BaselineName }
  | { readonly name: string; readonly baseline?: never; readonly estimator?: DiscoveryArguments['estimator'] };

const estimators = {
  'gumbel-sigmoid': 'gumbelSigmoid',
  'hard-concrete': 'hardConcrete',
  'straight-through': 'straightThrough',
  'continuous-sparsification': 'continuousSparsification',
} as const satisfies Readonly<Record<string, NonNullable<DiscoveryArguments['estimator']>>>;

/** Whether a method learns masks. */
export const isLearned = (name: string): boolean => !baselineNames.includes(name as TypedBaseline);

/** The methods of `--methods`; default learned masks and every baseline. */
export const readFrontierMethods = (names: readonly string[] = ['learned', ...baselineNames]): TypedMethod[] =>
  names.map((name) => {
    if (!isLearned(name)) return { name, baseline: baselines[name as TypedBaseline] };
    if (name === 'learned') return { name };
    const estimator = (estimators as Readonly<Record<string, DiscoveryArguments['estimator']>>)[name];
    if (estimator !== undefined) return { name, estimator };
    const known = ['learned', ...Object.keys(estimators), ...baselineNames];
    const guess = nearest(name, known);
    throw new DumError(
      'bad-input',
      `--methods names "${name}"${guess === undefined ? '' : ` (did you mean ${guess}?)`}; expected some of ${known.join(', ')}`,
    );
  });

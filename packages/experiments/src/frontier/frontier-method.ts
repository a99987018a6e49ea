import type { BaselineName } from '../baselines/score-units.js';
import type { SearchOptions } from '../search/index.js';

/** A method of finding units for tasks: a search with these settings, or a baseline. */
export type FrontierMethod = { readonly name: string } & (
  | { readonly search: SearchOptions; readonly baseline?: never }
  | { readonly baseline: BaselineName; readonly search?: never }
);

/** The result of a method for one task at one budget with one seed. */
export interface FrontierPoint {
  readonly method: string;
  readonly budget: number;
  readonly seed: number;
  /** The name of the task. */
  readonly task: string;
  readonly keptUnits: number;
  readonly accuracy: number;
  readonly balancedAccuracy: number;
}

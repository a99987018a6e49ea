import type { BaselineName } from '../baselines/score-units.js';
import type { SearchOptions } from '../search/index.js';

/** A way to find the units of tasks: a search with these settings, or a baseline. */
export type FrontierMethod = { readonly name: string } & (
  | { readonly search: SearchOptions; readonly baseline?: never }
  | { readonly baseline: BaselineName; readonly search?: never }
);

/** What a method found for one task at one budget with one seed, and how well it does. */
export interface FrontierPoint {
  readonly method: string;
  readonly budget: number;
  readonly seed: number;
  readonly task: string;
  readonly keptUnits: number;
  readonly accuracy: number;
  readonly balancedAccuracy: number;
}

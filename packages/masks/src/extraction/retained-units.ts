import type { RetainedBecause } from '../kinds/retained-because.js';

/** Units of a layer that an extracted network retains although they are masked, dead or unreachable. */
export interface RetainedUnits extends RetainedBecause {
  readonly layer: string;
  readonly units: readonly number[];
}

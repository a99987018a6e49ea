import type { KeptBecause } from '../kinds/kept-because.js';

/** Units of a layer that had to stay although they are masked, dead or unreachable. */
export interface KeptUnits extends KeptBecause {
  readonly layer: string;
  readonly units: readonly number[];
}

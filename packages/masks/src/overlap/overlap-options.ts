import type { MaskSet } from '../mask-set/mask-set.js';

/** Which units an overlap is measured on. */
export interface OverlapOptions {
  /** The layer to compare; default all masked layers together. */
  readonly layer?: string | undefined;
  /**
   * The live units, as a mask set on the same layers. Sizes, intersections, chance levels and p values then count live units only. Default
   * all units.
   */
  readonly live?: MaskSet | undefined;
}

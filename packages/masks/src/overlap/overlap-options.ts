import type { MaskSet } from '../mask-set/mask-set.js';

/** Which units an overlap is measured on. */
export interface OverlapOptions {
  /** Name of the one layer to compare; all masked layers together when not given. */
  readonly layer?: string | undefined;
  /**
   * The units that count, as a set on the same layers: 1 for a live unit. Sizes, intersections, chance levels and p values are then of
   * live units alone, whatever else the masks keep. All units when not given.
   */
  readonly live?: MaskSet | undefined;
}

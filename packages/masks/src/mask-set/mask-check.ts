/**
 * How the objective of a mask compares, at the end of its search, with those of masks that take no search.
 *
 * All are measured alike, on at most 2,048 samples of the validation split: the loss of the search, with a read-out fitted to each mask on as
 * many training samples, plus the price of its kept units. There is no price under a budget, nor for a penalty that is not of the number of
 * units. Dropped units become their means where the search learned constants.
 */
export interface MaskCheck {
  /** `best`, or the mask with the lowest objective, if that is lower by more than 1 %. */
  readonly status: 'best' | 'above-all-units' | 'above-random' | 'above-baseline';
  /** The objective of the mask. */
  readonly objective: number;
  /** The objectives of the others. */
  readonly compared: {
    /** Of all units; left out where a budget forbids them, and for a penalty that is not of the number of units. */
    readonly allUnits?: number;
    /** The mean over three random masks that keep as many units in each layer. */
    readonly random: number;
    /**
     * Of as many units with the highest Taylor scores, found in rounds; as many in each layer under a budget of parameters or
     * multiply-adds.
     */
    readonly baseline: number;
  };
  /** What a second search started from, because it was better than the result of the first; left out where there was none. */
  readonly again?: 'all-units' | 'random' | 'baseline';
}

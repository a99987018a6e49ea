/** A loss, logit or mean weight beyond this means that a run has diverged, also while float32 still holds it. */
export const divergenceLimit = 1e6;

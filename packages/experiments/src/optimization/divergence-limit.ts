/** A run has diverged when a loss, a logit or a mean weight is beyond this limit. */
export const divergenceLimit = 1e6;

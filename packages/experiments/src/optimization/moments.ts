/** Adam's moments of each trainable weight, in the order of the network's trainable weights. */
export interface Moments {
  /** The mean of its gradients. */
  readonly first: readonly Float32Array[];
  /** The mean of their squares. */
  readonly second: readonly Float32Array[];
}

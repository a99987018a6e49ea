/** What Adam keeps of each trainable weight, in the order of the network's trainable weights. */
export interface Moments {
  readonly first: readonly Float32Array[];
  readonly second: readonly Float32Array[];
}

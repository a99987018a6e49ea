/** The weights of one task's linear probe: a kernel `[features, classes]`, row-major, and a bias. */
export interface HeadWeights {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** The state from which the search of a task continues. */
export interface WarmStart {
  /** The logits of the task, one array for each mask. */
  readonly logits: readonly Float32Array[];
  /** Its linear probes, of the kept units and of the complement, if it has them. */
  readonly heads: readonly HeadWeights[];
}

/** The weights of one task's head: a kernel `[features, classes]`, row-major, and a bias. */
export interface HeadWeights {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** What the search of a task goes on from. */
export interface WarmStart {
  /** The logits of the task, one array a mask. */
  readonly logits: readonly Float32Array[];
  /** Its heads, of the kept units and of the rest, as far as there are such. */
  readonly heads: readonly HeadWeights[];
}

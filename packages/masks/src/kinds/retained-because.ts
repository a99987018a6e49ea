/** Why a unit that does nothing for the task stays in an extracted network. */
export interface RetainedBecause {
  /**
   * `joined`: an add, multiply, average, maximum or minimum joins it with a needed unit. `padding`: it is a constant that the next layer
   * pads with zeros, or that differs between positions. `mixed`: a softmax or layer normalization reads all units. `output`: it is an
   * output of the network. `tied`: another reader of the same units needs it. `shared`: another call of the same layer needs it. `last`: a
   * layer can't be empty.
   */
  readonly reason: 'joined' | 'padding' | 'mixed' | 'output' | 'tied' | 'shared' | 'last';
  /** The layer that causes it. */
  readonly at: string;
}

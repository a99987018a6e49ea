/** Why a unit that does nothing for the task is still in an extracted network. */
export interface KeptBecause {
  /**
   * `joined`: an add, multiply, average, maximum or minimum reads it beside a unit that is needed. `padding`: it is a constant that the next
   * layer pads with zeros, or that differs between positions. `mixed`: a softmax or layer normalization reads all units. `output`: the network
   * hands it out. `tied`: another reader of the same units needs it. `shared`: another call of the same layer needs it. `last`: a layer can't be empty.
   */
  readonly reason: 'joined' | 'padding' | 'mixed' | 'output' | 'tied' | 'shared' | 'last';
  /** The layer where that is so. */
  readonly at: string;
}

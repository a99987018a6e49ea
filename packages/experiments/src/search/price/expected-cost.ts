import type { Budget, Wiring } from '@dum/masks/mask-set';

/** The share of its units that each masked layer is expected to keep. */
export type Shares = Readonly<Record<string, number>>;

/** A cost in expectation: its value, and for each masked layer what one more expected unit adds to it. */
export interface ExpectedCost {
  readonly value: number;
  /** In the order of the layers asked for. */
  readonly slopes: readonly number[];
}

/** A masked layer and how many units it has. */
export interface LayerSize {
  readonly layer: string;
  readonly units: number;
}

/**
 * What masks cost that keep each unit with some probability, independently.
 *
 * Of a layer with k kernel parameters whose masked inputs keep the share i and whose own units keep o, it is k·i·o, and b·o for b
 * biases: linear in each share, so a slope is the cost with all units of a layer less that with none, by its number of units.
 */
export const expectedCost = (
  layers: readonly LayerSize[],
  shares: Shares,
  measure: Budget['measure'],
  wiring: readonly Wiring[],
): ExpectedCost => {
  const costAt = (at: Shares) => (measure === 'units' ? unitsAt(layers, at) : wiredCost(wiring, measure, at));
  return {
    value: costAt(shares),
    slopes: layers.map(({ layer, units }) => (costAt({ ...shares, [layer]: 1 }) - costAt({ ...shares, [layer]: 0 })) / units),
  };
};

const unitsAt = (layers: readonly LayerSize[], shares: Shares): number =>
  layers.reduce((total, { layer, units }) => total + units * shares[layer]!, 0);

const wiredCost = (wiring: readonly Wiring[], measure: 'parameters' | 'multiplyAdds', shares: Shares): number =>
  wiring.reduce((total, { kernelParameters, biasParameters, multiplyAdds = kernelParameters, inputs, outputs }) => {
    const behind = outputs === undefined ? 1 : shares[outputs]!;
    const before = inputs === undefined ? 1 : shares[inputs]!;
    const [kernel, bias] = measure === 'parameters' ? [kernelParameters, biasParameters] : [multiplyAdds, 0];
    return total + kernel * before * behind + bias * behind;
  }, 0);

import type { Budget, Wiring } from '@dum/masks/mask-set';

/** The expected share of kept units of each masked layer. */
export type Shares = Readonly<Record<string, number>>;

/** An expected cost: its value, and, for each masked layer, its increase by one more expected unit. */
export interface ExpectedCost {
  readonly value: number;
  /** In the order of the given layers. */
  readonly slopes: readonly number[];
}

/** A masked layer and its number of units. */
export interface LayerSize {
  readonly layer: string;
  readonly units: number;
}

/**
 * The expected cost of masks that keep each unit independently with some probability.
 *
 * For a layer with k kernel parameters, b biases, a share i of kept inputs and a share o of kept units it is k·i·o + b·o. This is linear in
 * each share, so a slope is the cost with all units of a layer minus that with none, divided by its number of units.
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

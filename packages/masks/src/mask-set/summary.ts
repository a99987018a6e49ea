import { DumError, optional, requireOptions, show, wholeNumber } from '@dum/errors';
import { maskSetKind } from './argument-kinds.js';
import { keptUnits, totalUnits } from './count-units.js';
import { findLayer } from './find-layer.js';
import type { MaskSet } from './mask-set.js';

/** A weighted layer of the network and the masked layers before and after it. */
export interface Wiring {
  /** Name of the weighted layer. */
  readonly layer: string;
  readonly kernelParameters: number;
  readonly biasParameters: number;
  /** The number of parameters that all units share, which masks do not change; default 0. */
  readonly fixedParameters?: number;
  /** The multiply-adds of the kernel for one sample; default one for each of its parameters, as in a dense layer. */
  readonly multiplyAdds?: number;
  /** Masked layer whose units are its inputs; none when its inputs are never masked. */
  readonly inputs?: string;
  /** Masked layer that its own units form; none when they are never masked. */
  readonly outputs?: string;
}

/** A number kept, and the total. */
export interface KeptOfTotal {
  readonly kept: number;
  readonly total: number;
}

/** Kept units and parameters of one masked layer. */
export interface LayerSummary {
  readonly layer: string;
  readonly units: KeptOfTotal;
  /** Of the weighted layers that form this layer's units; only with a wiring. */
  readonly parameters?: KeptOfTotal;
}

/** Kept units and parameters, in all and by masked layer. */
export interface MaskSummary {
  readonly units: KeptOfTotal;
  /** Of every weighted layer in the wiring, the read-out included; only with a wiring. */
  readonly parameters?: KeptOfTotal;
  /** Of every weighted layer in the wiring, for one sample; only with a wiring. */
  readonly multiplyAdds?: KeptOfTotal;
  /** One row for each masked layer, in network order. */
  readonly layers: readonly LayerSummary[];
}

const unitsOfLayer = (masks: MaskSet, layer?: string): KeptOfTotal => ({ kept: keptUnits(masks, layer), total: totalUnits(masks, layer) });

const everything: KeptOfTotal = { kept: 1, total: 1 };

const costsOf = (
  masks: MaskSet,
  { kernelParameters, biasParameters, fixedParameters = 0, multiplyAdds = kernelParameters, inputs, outputs }: Wiring,
): Record<'parameters' | 'multiplyAdds', KeptOfTotal> => {
  const before = inputs === undefined ? everything : unitsOfLayer(masks, inputs);
  const behind = outputs === undefined ? everything : unitsOfLayer(masks, outputs);
  const ofKernel = (total: number) => Math.round((total / (before.total * behind.total)) * before.kept * behind.kept);
  const bias = Math.round((biasParameters / behind.total) * behind.kept);
  return {
    parameters: {
      kept: ofKernel(kernelParameters) + bias + fixedParameters,
      total: kernelParameters + biasParameters + fixedParameters,
    },
    multiplyAdds: { kept: ofKernel(multiplyAdds), total: multiplyAdds },
  };
};

const sum = (counts: readonly KeptOfTotal[]): KeptOfTotal => ({
  kept: counts.reduce((count, { kept }) => count + kept, 0),
  total: counts.reduce((count, { total }) => count + total, 0),
});

const count = wholeNumber(0);

const checkWiring = (masks: MaskSet, wiring: readonly Wiring[]): void => {
  const names = new Set<string>();
  for (const wire of wiring) {
    const who = `summarizeMasks: wiring of ${show(wire.layer)}`;
    if (names.has(wire.layer)) throw new DumError('bad-input', `${who} occurs twice; give each weighted layer once`);
    names.add(wire.layer);
    requireOptions(who, wire, {
      kernelParameters: count,
      biasParameters: count,
      fixedParameters: optional(count),
      multiplyAdds: optional(count),
    });
    for (const layer of [wire.inputs, wire.outputs]) if (layer !== undefined) findLayer(who, masks, layer);
  }
};

/**
 * Summarizes how many units the masks keep, in all and by layer, and, with a wiring, how many parameters and multiply-adds.
 *
 * For a weighted layer with k kernel, b bias and f fixed parameters, whose masked inputs keep i of I units and whose own units keep o of O,
 * it counts k·(i/I)·(o/O) + b·(o/O) + f parameters, and the same share of multiply-adds as of k. This is exact for dense layers and for
 * channels; for masks of elements it is a rounded share. A layer's parameters are those of the weighted layers that form its units; the
 * total counts the whole wiring, including a read-out whose outputs are never masked.
 *
 * @param wiring - the weighted layers; without it only units are counted
 * @throws DumError 'bad-input' when the wiring names a layer that `masks` does not have, a weighted layer twice, or a count that is not a
 * whole number of at least 0
 *
 * @example
 * summarizeMasks(masks).units; // { kept: 122, total: 400 }
 */
export const summarizeMasks = (masks: MaskSet, wiring?: readonly Wiring[]): MaskSummary => {
  requireOptions('summarizeMasks', { masks }, { masks: maskSetKind });
  const units = unitsOfLayer(masks);
  const layers = masks.layers.map(({ layer }) => ({ layer, units: unitsOfLayer(masks, layer) }));
  if (wiring === undefined) return { units, layers };
  checkWiring(masks, wiring);
  const counted = wiring.map((wire) => ({ outputs: wire.outputs, ...costsOf(masks, wire) }));
  const formedBy = (layer: string) => sum(counted.filter(({ outputs }) => outputs === layer).map(({ parameters }) => parameters));
  return {
    units,
    parameters: sum(counted.map(({ parameters }) => parameters)),
    multiplyAdds: sum(counted.map(({ multiplyAdds }) => multiplyAdds)),
    layers: layers.map((row) => ({ ...row, parameters: formedBy(row.layer) })),
  };
};

import { tensor1d, type Variable } from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { UnitMask } from '../layers/unit-mask.js';
import type { LayerStatistics, ReEstimated } from '../mask-set/subnetwork.js';
import type { MovingStatistics } from '../rules/layer-rule.js';
import { ruleOf } from '../rules/registry.js';
import { type Layer, layersOf, type Node, nodeOf, nodesOf } from './_graph.js';

/** A layer of a masked network whose statistics depend on a mask. */
export interface AffectedNormalization {
  readonly layer: string;
  /** Why its statistics can't be re-estimated, such as `is called 2 times`; undefined if they can. */
  readonly refusal: string | undefined;
}

/**
 * The batch normalizations of a masked network, flat as `insertMasks` gives it, that read what a mask affects, in network order; also other
 * layers whose rule has `statistics`.
 *
 * @example
 * affectedNormalizations(insertMasks(network).network).map(({ layer }) => layer);
 */
export const affectedNormalizations = (network: LayersModel): AffectedNormalization[] => {
  const nodes = nodesOf('affectedNormalizations', network);
  const affected = new Set<Node>();
  for (const node of nodes) {
    const reads = node.inputTensors.map(nodeOf).filter((other) => other !== node);
    if (node.outboundLayer instanceof UnitMask || reads.some((other) => affected.has(other))) affected.add(node);
  }
  return layersOf([...affected])
    .filter((layer) => ruleOf(layer)?.statistics !== undefined)
    .map((layer) => ({ layer: layer.name, refusal: refusalOf(layer, nodes) }));
};

const refusalOf = (layer: Layer, nodes: readonly Node[]): string | undefined => {
  const calls = nodes.filter(({ outboundLayer }) => outboundLayer === layer).length;
  return calls > 1 ? `is called ${calls} times` : ruleOf(layer)?.refusal?.(layer);
};

/** The statistics of a layer, and the variables of a network that they belong into. */
export interface PlacedStatistics extends MovingStatistics {
  readonly values: LayerStatistics;
}

/**
 * Finds the variables of a network that re-estimated statistics belong into.
 *
 * Throws `bad-input` for a layer that the network lacks, that has no statistics, or that has another number of channels.
 */
export const placeStatistics = (network: LayersModel, { statistics }: Pick<ReEstimated, 'statistics'>): PlacedStatistics[] =>
  statistics.map((values) => {
    const layer = network.layers.find(({ name }) => name === values.layer);
    const variables = layer === undefined ? undefined : ruleOf(layer)?.statistics?.(layer);
    if (variables === undefined) {
      throw new DumError(
        'bad-input',
        `there are statistics of "${values.layer}", but "${network.name}" has no batch normalization of that name; use the network that they were estimated in`,
      );
    }
    const [channels] = variables.mean.shape;
    if (values.mean.length === channels && values.variance.length === channels) return { ...variables, values };
    throw new DumError(
      'bad-input',
      `"${values.layer}" has ${channels} channels; its statistics have ${values.mean.length} means and ${values.variance.length} variances; use the network that they were estimated in`,
    );
  });

/**
 * Writes re-estimated statistics into a network of your own, such as one of `insertMasksLike`, in place of its own. Throws as
 * {@link placeStatistics} does, and then writes nothing.
 *
 * @example
 * writeNormalization(masked.network, subnetwork.normalization);
 */
export const writeNormalization = (network: LayersModel, normalization: Pick<ReEstimated, 'statistics'>): void => {
  for (const { mean, variance, values } of placeStatistics(network, normalization)) {
    assign(mean, values.mean);
    assign(variance, values.variance);
  }
};

const assign = (variable: LayerVariable, values: Float32Array): void => {
  const value = tensor1d(values.slice());
  (variable.read() as Variable).assign(value);
  value.dispose();
};

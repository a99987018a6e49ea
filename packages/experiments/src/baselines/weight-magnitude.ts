import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { channelsOfUnit, flattenNetwork, unitGroups, type UnitGroup } from '@dum/masks';
import { relativeToLayer } from './relative-to-layer.js';
import type { ScoringRun } from './scoring-run.js';
import { unitCount } from '../masked/masked-body.js';

/** One score per unit, the same for each task: the norm of the weights that form it, relative to those of its layer. */
export const weightMagnitude = ({ network, body, tasks }: ScoringRun): Float32Array[][] => {
  const flat = flattenNetwork(network);
  try {
    const groups = unitGroups(flat);
    const squares = new Map(groups.map((group) => [group, squaresOf(group, flat)]));
    const scores = body.masks.map(({ layer, mask }) => {
      const units = unitCount(mask);
      const channels = channelsOfUnit(mask.granularity);
      const found = new Float32Array(units);
      for (const [group, ofGroup] of squares) {
        const member = [...group.formedBy, ...group.keptBy].find((candidate) => candidate.layer === layer);
        if (member?.unitAt.length !== units * channels) continue;
        member.unitAt.forEach((unit, at) => {
          if (unit >= 0) found[Math.floor(at / channels)]! += ofGroup[unit]!;
        });
      }
      if (found.some((square) => square > 0)) return found.map(Math.sqrt);
      throw new DumError(
        'bad-input',
        `weightMagnitude: no weights form the units masked behind "${layer}"; it scores channels of dense and convolution layers, so use another baseline`,
      );
    });
    return tasks.map(() => relativeToLayer(scores));
  } finally {
    flat.dispose();
  }
};

/** The sum over all layers that form a unit of its squared incoming weights. */
const squaresOf = ({ formedBy, size }: UnitGroup, network: LayersModel): Float32Array => {
  const squares = new Float32Array(size);
  for (const { layer, unitAt } of formedBy) {
    for (const kernel of kernelsOf(network.getLayer(layer))) {
      kernel.forEach((weight, index) => {
        const unit = unitAt[index % unitAt.length]!;
        if (unit >= 0) squares[unit]! += weight * weight;
      });
    }
  }
  return squares;
};

/** The kernels of a layer whose last axis is that of its units. */
const kernelsOf = (layer: layers.Layer): Float32Array[] =>
  layer
    .getWeights()
    .filter(({ shape }) => shape.length > 1)
    .slice(-1)
    .map((kernel) => kernel.dataSync<'float32'>());

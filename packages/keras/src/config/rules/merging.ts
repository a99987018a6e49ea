import type { LayerOutline } from '@dum/backend';
import type { Report } from '../../refusal/problems.js';
import type { JsonObject } from '../json.js';
import { carried, integer } from './key-rule.js';
import type { LayerRule, LayerRules, Step } from './layer-rule.js';
import { showShape } from './show-shape.js';

const alike = ({ inputs }: LayerOutline, report: Report): JsonObject => {
  const ranks = new Set(inputs.map((shape) => shape.length));
  if (ranks.size > 1) report(`its inputs have shapes ${inputs.map(showShape).join(' and ')}, of different ranks`);
  return {};
};

/** The first of two inputs less the second: TensorFlow.js has no such layer. */
export const difference: readonly Step[] = [
  { className: 'Rescaling', config: { scale: -1, offset: 0 }, inputs: [{ call: 1 }] },
  { className: 'Add', config: {}, inputs: [{ call: 0 }, { step: 0 }], finish: alike },
];

/** A step that merges all inputs of a call. */
export const merge = (className: string, config: JsonObject = {}): readonly Step[] => [{ className, config, finish: alike }];

const merging = (className: string): LayerRule => ({ keys: {}, steps: () => merge(className) });

/** Layers that make one tensor of several. */
export const mergers: LayerRules = {
  Add: merging('Add'),
  Multiply: merging('Multiply'),
  Average: merging('Average'),
  Maximum: merging('Maximum'),
  Minimum: merging('Minimum'),
  Concatenate: { keys: { axis: carried(integer) }, steps: ({ carried: config }) => merge('Concatenate', config) },
  Subtract: {
    keys: {},
    steps({ calls, report }) {
      if (calls.some(({ inputs }) => inputs.length !== 2)) report('it subtracts other than two inputs');
      return difference;
    },
  },
};

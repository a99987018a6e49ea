import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { isInput, nodeOf } from './_graph.js';
import { flowOf, preservesZero } from '../rules/per-layer.js';
import type { UnitFlow } from './unit-flow.js';

/** The values of dropped units in a tensor: 0 everywhere, the same for every sample, or still dependent on the sample. */
export type Coverage = 'zero' | 'constant' | 'none';

const strength: readonly Coverage[] = ['none', 'constant', 'zero'];

/** The values of a component's units in each tensor when masks after some tensors drop them. */
export const coverageBy = (
  flow: UnitFlow,
  masked: ReadonlySet<SymbolicTensor>,
  component: number,
): ((tensor: SymbolicTensor) => Coverage) => {
  const known = new Map<SymbolicTensor, Coverage>();
  const of = (tensor: SymbolicTensor): Coverage => {
    const coverage = known.get(tensor) ?? compute(tensor);
    known.set(tensor, coverage);
    return coverage;
  };
  const compute = (tensor: SymbolicTensor): Coverage => {
    if (masked.has(tensor)) return 'zero';
    const node = nodeOf(tensor);
    const { sourceLayer: layer } = tensor;
    const flowThrough = flowOf(layer);
    if (isInput(node) || flowThrough === 'entangles') return 'none';
    const unmixed = node.inputTensors.filter((input) => !flow.isMixed(input, node));
    const from = unmixed.filter((input) => flow.componentsOf(input).has(component)).map(of);
    if (preservesZero(layer) === 'from-any' && from.includes('zero')) return 'zero';
    if (from.length === 0 || (flowThrough === 'joins' && unmixed.length < node.inputTensors.length)) return 'none';
    const weakest = strength.find((coverage) => from.includes(coverage))!;
    return weakest === 'zero' && preservesZero(layer) === false ? 'constant' : weakest;
  };
  return of;
};

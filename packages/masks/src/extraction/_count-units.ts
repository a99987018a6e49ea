import type { UnitState } from '../kinds/kind.js';
import type { Certificate, LayerUnits, UnitCounts } from './certificate.js';
import type { ExtractionGraph } from './_extraction-graph.js';
import type { RetainedBecause } from '../kinds/retained-because.js';
import type { RetainedUnits } from './retained-units.js';

/** Counts the units of a settled graph, in all and by layer, and lists those that had to stay. */
export const countUnits = ({ stages }: ExtractionGraph): Pick<Certificate, 'units' | 'layers' | 'retained'> => {
  const states = stages.map(({ name, kind, calls }) => ({ layer: name, units: kind.units!(calls) }));
  const layers = states.map(({ layer, units }): LayerUnits => ({ layer, ...countsOf(units) }));
  return {
    layers,
    units: countsOf(states.flatMap(({ units }) => units)),
    retained: states.flatMap(({ layer, units }) => retainedOf(layer, units)),
  };
};

const countsOf = (units: readonly UnitState[]): UnitCounts => {
  const removed = (wanted: UnitState['state']) => units.filter(({ state, retained }) => !retained && state === wanted).length;
  return {
    before: units.length,
    after: units.filter(({ retained }) => retained).length,
    masked: removed('masked'),
    dead: removed('dead'),
    unreachable: removed('unreachable'),
  };
};

const retainedOf = (layer: string, units: readonly UnitState[]): RetainedUnits[] => {
  const groups = new Map<string, { readonly because: RetainedBecause; readonly units: number[] }>();
  units.forEach(({ state, retained, because = { reason: 'tied', at: layer } }, unit) => {
    if (!retained || state === 'needed') return;
    const key = JSON.stringify(because);
    const group = groups.get(key) ?? { because, units: [] };
    group.units.push(unit);
    groups.set(key, group);
  });
  return [...groups.values()].map(({ because, units: retained }) => ({ layer, units: retained, ...because }));
};

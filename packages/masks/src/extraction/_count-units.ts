import type { UnitState } from '../kinds/kind.js';
import type { Certificate, LayerUnits, UnitCounts } from './certificate.js';
import type { ExtractionGraph } from './_extraction-graph.js';
import type { KeptBecause } from '../kinds/kept-because.js';
import type { KeptUnits } from './kept-unit.js';

/** Counts the units of a settled graph, in all and by layer, and lists those that had to stay. */
export const countUnits = ({ stages }: ExtractionGraph): Pick<Certificate, 'units' | 'layers' | 'kept'> => {
  const states = stages.map(({ name, kind, calls }) => ({ layer: name, units: kind.units!(calls) }));
  const layers = states.map(({ layer, units }): LayerUnits => ({ layer, ...countsOf(units) }));
  return {
    layers,
    units: countsOf(states.flatMap(({ units }) => units)),
    kept: states.flatMap(({ layer, units }) => keptOf(layer, units)),
  };
};

const countsOf = (units: readonly UnitState[]): UnitCounts => {
  const removed = (wanted: UnitState['state']) => units.filter(({ state, kept }) => !kept && state === wanted).length;
  return {
    before: units.length,
    after: units.filter(({ kept }) => kept).length,
    masked: removed('masked'),
    dead: removed('dead'),
    unreachable: removed('unreachable'),
  };
};

const keptOf = (layer: string, units: readonly UnitState[]): KeptUnits[] => {
  const groups = new Map<string, { readonly because: KeptBecause; readonly units: number[] }>();
  units.forEach(({ state, kept, because = { reason: 'tied', at: layer } }, unit) => {
    if (!kept || state === 'needed') return;
    const key = JSON.stringify(because);
    const group = groups.get(key) ?? { because, units: [] };
    group.units.push(unit);
    groups.set(key, group);
  });
  return [...groups.values()].map(({ because, units: kept }) => ({ layer, units: kept, ...because }));
};

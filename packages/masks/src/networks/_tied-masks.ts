import { DumError } from '@dum/errors';
import type { UnitMask } from '../layers/unit-mask.js';
import { type Granularity, haveSameUnits, tracedUnits, unitsText } from '../units/granularity.js';
import { coverageBy } from './_coverage.js';
import { isInput, type Layer, layersOf, nodeOf } from './_graph.js';
import { hoist, isDropped, isOnePlace, mixedTensors, overlap, tensorsOf, type UnitGraph } from './_mask-places.js';

/** One mask and the layers before it, in network order. */
export interface TiedMask {
  readonly mask: UnitMask;
  readonly places: readonly Layer[];
}

/**
 * Ties masks: one mask for all chosen places of the same units, so that a unit is kept or dropped at all of them; in network order.
 *
 * A place joins the mask of the granularity asked for, if there is one. A place where nothing is left to drop gets no mask. If units of a chosen layer are read around all chosen places, as in a residual
 * branch, a place is added. Throws `bad-input`, naming the layers, for two that share some of their units but not all, and for two with the
 * same units and different groups of channels.
 */
export const tieMasks = (
  who: string,
  chosen: readonly Layer[],
  makeMask: (layer: Layer) => UnitMask,
  graphOf: (granularity: Granularity) => UnitGraph,
): TiedMask[] => {
  const groups: Group[] = [];
  for (const layer of chosen) {
    if (isDroppedByAll(layer, groups, graphOf)) continue;
    const mask = makeMask(layer);
    const same = groups.find((group) => isTracedAlike(group.mask, mask) && haveUnits(group, layer, graphOf));
    if (same === undefined) groups.push({ mask, places: [layer] });
    else {
      requireSameGroups(who, same, layer, mask);
      same.places.push(layer);
    }
  }
  const masks = joinGranularities(who, groups, graphOf);
  for (const { mask, places } of masks) requireOwnUnits(who, places[0]!, mask, masks, graphOf(mask.granularity));
  const completed = masks.map(({ mask, places }) => {
    const taken = new Set(masks.flatMap((other) => (other.mask === mask ? [] : other.places)));
    return { mask, places: completePlaces(places, taken, graphOf(mask.granularity)) };
  });
  const order = layersOf(graphOf('channel').nodes);
  return completed.sort((a, b) => order.indexOf(a.places[0]!) - order.indexOf(b.places[0]!));
};

interface Group extends TiedMask {
  readonly places: Layer[];
}

/** Gives places the mask of an earlier group, traced otherwise, that has the same units as all of them: as on one axis, or at an add to the inputs. */
const joinGranularities = (who: string, groups: readonly Group[], graphOf: (granularity: Granularity) => UnitGraph): Group[] => {
  const joined: Group[] = [];
  for (const group of groups) {
    const same = joined.find((other) => group.places.every((layer) => haveUnits(other, layer, graphOf)));
    if (same === undefined) joined.push(group);
    else {
      requireSameGroups(who, same, group.places[0]!, group.mask);
      same.places.push(...group.places);
    }
  }
  return joined;
};

const isTracedAlike = (a: UnitMask, b: UnitMask): boolean => tracedUnits(a.granularity) === tracedUnits(b.granularity);

const haveUnits = ({ mask, places }: TiedMask, layer: Layer, graphOf: (granularity: Granularity) => UnitGraph): boolean =>
  relation(places[0]!, layer, graphOf(mask.granularity)) === 'same';

const unitsOf = (layer: Layer, { nodes, flow }: UnitGraph): Int32Array => flow.unitsOf(tensorsOf(layer, nodes)[0]!);

const relation = (a: Layer, b: Layer, graph: UnitGraph) => overlap(unitsOf(a, graph), unitsOf(b, graph));

const isDroppedByAll = (layer: Layer, masks: readonly TiedMask[], graphOf: (granularity: Granularity) => UnitGraph): boolean =>
  (['channel', 'element'] as const).some((traced) => {
    const places = masks.filter(({ mask }) => tracedUnits(mask.granularity) === traced).flatMap((other) => other.places);
    if (places.length === 0) return false;
    const graph = graphOf(traced);
    return tensorsOf(layer, graph.nodes).every((tensor) => isDropped(tensor, places, graph));
  });

const requireSameGroups = (who: string, { mask, places: [first] }: TiedMask, layer: Layer, { granularity }: UnitMask): void => {
  if (haveSameUnits(mask.granularity, granularity)) return;
  throw new DumError(
    'bad-input',
    `${who}: layers "${first!.name}" and "${layer.name}" have the same units, and a mask of ${unitsText(mask.granularity)} is asked for one of them and of ${unitsText(granularity)} for the other; ask for the same granularity`,
  );
};

const requireOwnUnits = (who: string, layer: Layer, mask: UnitMask, masks: readonly TiedMask[], graph: UnitGraph): void => {
  if (!isOnePlace(layer, graph)) {
    throw new DumError(
      'bad-input',
      `${who}: layer "${layer.name}" is called ${tensorsOf(layer, graph.nodes).length} times, on different units, and one mask can't serve them all; give each call its own layer, or select the layers before it`,
    );
  }
  const traced = tracedUnits(mask.granularity);
  const others = masks.filter((other) => other.mask !== mask && tracedUnits(other.mask.granularity) === traced);
  const partly = others.find(({ places }) => relation(layer, places[0]!, graph) !== 'none');
  if (partly === undefined) return;
  throw new DumError(
    'bad-input',
    `${who}: layers "${layer.name}" and "${partly.places[0]!.name}" share some of their units but not all, so that their masks would disagree; select one of them`,
  );
};

/** The places of one mask, with missing ones added and redundant ones removed. */
const completePlaces = (places: readonly Layer[], taken: ReadonlySet<Layer>, graph: UnitGraph): Layer[] => {
  const all = new Set([...places, ...missingPlaces(places, graph).filter((layer) => !taken.has(layer))]);
  const kept: Layer[] = [];
  for (const layer of layersOf(graph.nodes).filter((candidate) => all.has(candidate))) {
    if (kept.length === 0 || !tensorsOf(layer, graph.nodes).every((tensor) => isDropped(tensor, kept, graph))) kept.push(layer);
  }
  return kept;
};

/** The places where units that masks after `places` drop would still be read unmasked. */
const missingPlaces = (places: readonly Layer[], graph: UnitGraph): Layer[] => {
  const { nodes, flow } = graph;
  const [component, ...more] = flow.componentsOf(tensorsOf(places[0]!, nodes)[0]!);
  if (more.length > 0) return [];
  const added: Layer[] = [];
  for (const read of mixedTensors(graph).filter((tensor) => flow.componentsOf(tensor).has(component!))) {
    const coverage = coverageBy(flow, new Set([...places, ...added].flatMap((layer) => tensorsOf(layer, nodes))), component!);
    if (coverage(read) !== 'none') continue;
    for (const tensor of hoist(read, graph)) {
      const { sourceLayer: layer } = tensor;
      const isCarrier = flow.componentsOf(tensor).has(component!) && coverage(tensor) === 'none' && !isInput(nodeOf(tensor));
      if (isCarrier && !added.includes(layer) && relation(places[0]!, layer, graph) === 'same' && isOnePlace(layer, graph))
        added.push(layer);
    }
  }
  return added;
};

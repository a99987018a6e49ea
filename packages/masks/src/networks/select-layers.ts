import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, nearest } from '@dum/errors';
import { layersOf, nodesOf } from './_graph.js';

/** Layers by name, by a pattern on their names, or by a predicate. */
export type LayerSelection = string | readonly string[] | RegExp | ((layer: layers.Layer) => boolean);

/**
 * The layers of a network that a selection names, in network order: each after those that it reads.
 *
 * Input layers can be selected by name only; layers inside a nested network can't be selected. Throws `bad-input`, in the name of `who`,
 * when a name or the whole selection matches no layer, with the nearest name and the layers of the network.
 *
 * @example
 * selectLayers(network, /^dense_/).map(({ name }) => name);
 */
export const selectLayers = (network: LayersModel, selection: LayerSelection, who = 'selectLayers'): layers.Layer[] => {
  const all = layersOf(nodesOf(who, network));
  const shown = all.filter((layer) => !isInputLayer(layer)).map(({ name }) => name);
  const wanted = typeof selection === 'string' ? [selection] : selection;
  if (isList(wanted)) {
    const missing = wanted.find((wish) => !all.some(({ name }) => name === wish));
    if (missing !== undefined) throw noSuchLayer(who, `"${missing}"`, shown, nearest(String(missing), shown));
  } else if (!(wanted instanceof RegExp) && typeof wanted !== 'function') {
    throw new DumError('bad-input', `${who}: layers is ${String(wanted)}; expected a name, a list of names, a RegExp or a predicate`);
  }
  const selected = all.filter((layer) => matches(layer, wanted));
  if (selected.length === 0) throw noSuchLayer(who, described(wanted), shown);
  return selected;
};

type Wanted = Exclude<LayerSelection, string>;

const isList = (wanted: Wanted): wanted is readonly string[] => Array.isArray(wanted);

const isInputLayer = (layer: layers.Layer): boolean => layer.getClassName() === 'InputLayer';

const matches = (layer: layers.Layer, wanted: Wanted): boolean => {
  if (isList(wanted)) return wanted.includes(layer.name);
  if (isInputLayer(layer)) return false;
  return wanted instanceof RegExp ? layer.name.search(wanted) >= 0 : wanted(layer);
};

const described = (wanted: Wanted): string => {
  if (isList(wanted)) return 'the empty list';
  return wanted instanceof RegExp ? String(wanted) : 'the predicate';
};

const noSuchLayer = (who: string, wanted: string, names: readonly string[], close?: string): DumError => {
  const hint = close === undefined ? '' : ` Did you mean "${close}"?`;
  return new DumError('bad-input', `${who}: no layer matches ${wanted}; this network has ${listed(names)}.${hint}`);
};

const mostNames = 20;

const listed = (names: readonly string[]): string =>
  names.length <= mostNames ? names.join(', ') : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;

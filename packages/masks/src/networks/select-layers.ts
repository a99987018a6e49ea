import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, nearest } from '@dum/errors';

/** Layers by name, by a pattern on their names, or by a predicate. */
export type LayerSelection = string | readonly string[] | RegExp | ((layer: layers.Layer) => boolean);

/**
 * The layers of a network that a selection names, in network order.
 *
 * Throws `bad-input`, naming the layers that there are, when a name or the selection as a whole matches none.
 */
export const selectLayers = (network: LayersModel, selection: LayerSelection): layers.Layer[] => {
  const names = network.layers.map(({ name }) => name);
  const wanted = typeof selection === 'string' ? [selection] : selection;
  if (Array.isArray(wanted)) {
    for (const name of wanted as readonly string[]) if (!names.includes(name)) throw noSuchLayer(name, names);
  }
  const selected = network.layers.filter((layer) => matches(layer, wanted as Exclude<LayerSelection, string>));
  if (selected.length === 0) throw noSuchLayer(String(selection), names);
  return selected;
};

const matches = (layer: layers.Layer, selection: Exclude<LayerSelection, string>): boolean => {
  if (selection instanceof RegExp) return new RegExp(selection.source, selection.flags.replace('g', '')).test(layer.name);
  if (typeof selection === 'function') return selection(layer);
  return selection.includes(layer.name);
};

const noSuchLayer = (wanted: string, names: readonly string[]): DumError => {
  const close = nearest(wanted, names);
  const hint = close === undefined ? '' : ` Did you mean "${close}"?`;
  return new DumError('bad-input', `selectLayers: no layer matches "${wanted}"; this network has ${names.join(', ')}.${hint}`);
};

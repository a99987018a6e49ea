import { type LayerOutline, outlineTopology } from '@dum/backend';
import { DumError } from '@dum/errors';
import type { Problems } from '../refusal/problems.js';
import { refuse } from '../refusal/refuse.js';
import type { ConvertedNetwork, Origin } from './converted.js';
import type { JsonObject } from './json.js';

/** A network that TensorFlow.js can build, and its layers with their shapes and weights by name. */
export interface FinishedNetwork {
  readonly topology: { readonly class_name: string; readonly config: ConvertedNetwork['config'] };
  readonly outlines: ReadonlyMap<string, LayerOutline>;
}

const outline = (topology: FinishedNetwork['topology']): ReadonlyMap<string, LayerOutline> => {
  try {
    return new Map(outlineTopology(topology, { allow: [] }).map((layer) => [layer.name, layer]));
  } catch (error) {
    if (!(error instanceof DumError)) throw error;
    return refuse(`has a wrong graph or size: ${error.message.replace(/^checkTopology: /, '')}`, error);
  }
};

type Visit = (origin: Origin) => void;
const visitLayers = (origins: readonly Origin[], visit: Visit): void => {
  for (const origin of origins) {
    if (origin.network === undefined) visit(origin);
    else visitLayers(origin.network, visit);
  }
};

type Config = ConvertedNetwork['config'];
const patched = (config: Config, patches: ReadonlyMap<string, JsonObject>): Config => ({
  ...config,
  layers: config.layers.map((layer) =>
    'layers' in layer.config
      ? { ...layer, config: patched(layer.config as Config, patches) }
      : { ...layer, config: { ...layer.config, ...patches.get(layer.name) } },
  ),
});

/** Checks a network before TensorFlow.js builds it, and fills in what depends on shapes. */
export const finishNetwork = ({ config, origins }: ConvertedNetwork, problems: Problems): FinishedNetwork => {
  const topology = { class_name: 'Functional', config };
  const outlines = outline(topology);
  const patches = new Map<string, JsonObject>();
  visitLayers(origins, ({ keras, className, layers }) => {
    for (const { layer, finish } of layers) {
      if (finish === undefined) continue;
      const known = outlines.get(layer.name);
      if (known === undefined) refuse(`has a layer "${keras}" that no input reaches`);
      else patches.set(layer.name, finish(known, problems.of(keras, className)));
    }
  });
  return { topology: { class_name: 'Functional', config: patched(config, patches) }, outlines };
};

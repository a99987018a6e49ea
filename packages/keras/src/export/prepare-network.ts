import type { LayersModel } from '@tensorflow/tfjs-layers';
import { convertNetwork } from '../config/convert-network.js';
import { finishNetwork } from '../config/finish-network.js';
import type { JsonObject } from '../config/json.js';
import { readLayer } from '../config/keras-layer.js';
import { uniqueNames } from '../config/unique-names.js';
import { collectProblems } from '../refusal/problems.js';
import { describeNetwork, supportedForExport } from './describe-network.js';

/** A weight with its values. */
export interface ExportedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A network for Keras. */
export interface ExportedNetwork {
  readonly config: JsonObject;
  /** Its layers with weights, in the order of Keras. */
  readonly layers: readonly { readonly name: string; readonly weights: readonly ExportedWeight[] }[];
  readonly notes: readonly string[];
}

/** Describes a network for Keras and reads its weights. One message refuses everything that Keras lacks or computes differently. */
export const prepareNetwork = async (network: LayersModel): Promise<ExportedNetwork> => {
  const problems = collectProblems('exported');
  const notes: string[] = [];
  const { config, holders } = describeNetwork(network, problems, (text) => void notes.push(text));
  // what the import would refuse or compute differently is not written
  const described = readLayer(config, 'the network', 2);
  finishNetwork(convertNetwork(described, { problems, note: () => undefined, uniqueName: uniqueNames() }), problems);
  problems.refuseAny(supportedForExport);
  const layers = await Promise.all(
    [...holders]
      .filter(([, layer]) => layer.weights.length > 0)
      .map(async ([name, layer]) => {
        const weights = await Promise.all(
          layer.weights.map(async (weight) => ({
            name: weight.originalName.split('/').at(-1)!,
            shape: weight.shape as number[],
            values: (await weight.read().data()) as Float32Array,
          })),
        );
        for (const weight of weights)
          if (!weight.values.every(Number.isFinite)) problems.of(layer.name, layer.getClassName())(`its ${weight.name} is not finite`);
        return { name, weights };
      }),
  );
  problems.refuseAny('Train it again from finite weights');
  return { config, layers, notes };
};

import { access } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dispose, io } from '@tensorflow/tfjs-core';
import { readConvertedNetwork } from '@dum/backend/node';
import { checkJson, isObject, type Json } from './config/json.js';
import { type ParsedKeras, parseConfig } from './parse-config.js';
import { named } from './refusal/named.js';
import { refuse } from './refusal/refuse.js';
import { addFromConverter, type ConvertedWeights } from './weights/from-converter.js';

const decoded = (specs: io.WeightsManifestEntry[], data: ArrayBuffer): ConvertedWeights => {
  const tensors = io.decodeWeights(data, specs);
  const weights = new Map(specs.map(({ name, shape }) => [name, { shape, values: Float32Array.from(tensors[name]!.dataSync()) }]));
  dispose(tensors);
  return weights;
};

const parse = (topology: Json, specs: io.WeightsManifestEntry[], data: ArrayBuffer): ParsedKeras => {
  checkJson(topology, 'modelTopology');
  if (!isObject(topology)) return refuse('has no modelTopology: it has weights only; convert the whole model');
  const { keras_version: version = null, model_config: config = null } = topology;
  if (typeof version === 'string' && version.startsWith('tfjs')) {
    return refuse('was saved by TensorFlow.js, which reads it as it is: give its folder as the network');
  }
  if (!isObject(config)) return refuse('has no model_config in its modelTopology; convert the whole model again');
  const name = isObject(config.config) && typeof config.config.name === 'string' ? config.config.name : '';
  return parseConfig(config, typeof version === 'string' ? version : undefined, addFromConverter(decoded(specs, data), name));
};

/** True for a `model.json`, and for a folder that has one. */
export const isConverted = async (path: string): Promise<boolean> => {
  if (basename(path) === 'model.json') return true;
  try {
    await access(join(path, 'model.json'));
    return true;
  } catch {
    return false; // no folder, or another one: refused as a file
  }
};

/** Reads what `tensorflowjs_converter` wrote from a Keras model: `model.json` and its weight files. */
export const parseConverted = async (path: string, name: string): Promise<ParsedKeras> => {
  const { topology, weightSpecs, weightData } = await readConvertedNetwork(path);
  try {
    return parse(topology as Json, weightSpecs, weightData);
  } catch (error) {
    throw named(name, error);
  }
};

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { input, type LayersModel, layers, model, sequential } from '@tensorflow/tfjs-layers';
import { onTestFinished } from 'vitest';

/** A fresh folder that is removed after the test. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'dum-backend-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export const denseNetwork = (units = 5): LayersModel =>
  sequential({
    layers: [
      layers.dense({ units, inputShape: [3], activation: 'relu', name: 'hidden' }),
      layers.dense({ units: 2, activation: 'softmax', name: 'output' }),
    ],
  });

export const functionalNetwork = (): LayersModel => {
  const image = input({ shape: [6, 6, 2], name: 'image' });
  const features = layers.flatten({ name: 'flat' }).apply(layers.conv2d({ filters: 3, kernelSize: 3, name: 'convolution' }).apply(image));
  const left = layers.dense({ units: 4, name: 'left' }).apply(features);
  const right = layers
    .batchNormalization({ name: 'right' })
    .apply(layers.dense({ units: 4, name: 'before', useBias: false }).apply(features));
  const sum = layers.add({ name: 'sum' }).apply([left, right] as Parameters<ReturnType<typeof layers.add>['apply']>[0]);
  return model({ inputs: image, outputs: layers.dense({ units: 2, name: 'output' }).apply(sum) as never, name: 'functional' });
};

export const weightsOf = (network: LayersModel): number[][] => network.getWeights().map((weight) => Array.from(weight.dataSync()));

export type LayerJson = { class_name: string; name?: string; config: Record<string, unknown>; inbound_nodes?: unknown[][] };
export type Json = { class_name: string; config: Record<string, unknown> & { layers: LayerJson[] }; [key: string]: unknown };

/** What model.json holds of a network. */
export const topologyOf = (network: LayersModel): Json => JSON.parse(JSON.stringify(network.toJSON(null, false))) as Json;

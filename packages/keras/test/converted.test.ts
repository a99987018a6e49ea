import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useBackend } from '@dum/backend';
import { fileSystem } from '@dum/backend/node';
import { importKeras } from '@dum/keras';
import { type Golden, goldenFolder, worstDifference } from './_import.js';

await useBackend('wasm');

const folder = join(goldenFolder, 'converted');
const goldenOf = (name: string) =>
  JSON.parse(readFileSync(join(goldenFolder, `${name.replace(/\.(h5|keras)$|-\w+/g, '')}.json`), 'utf8')) as Golden;

interface ModelJson {
  modelTopology: { keras_version?: string; model_config?: unknown };
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[] }[] }[];
}

/** A converted network with its `model.json` changed. */
const changed = (name: string, change: (document: ModelJson) => void): string => {
  const copy = mkdtempSync(join(tmpdir(), 'dum-keras-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(join(folder, name), copy, { recursive: true });
  const document = JSON.parse(readFileSync(join(copy, 'model.json'), 'utf8')) as ModelJson;
  change(document);
  writeFileSync(join(copy, 'model.json'), JSON.stringify(document));
  return copy;
};

describe('what tensorflowjs_converter wrote', () => {
  it.each(readdirSync(folder))('answers as Keras does: %s', async (name) => {
    const { network, kerasVersion } = await importKeras(join(folder, name));
    expect(kerasVersion).toBe(goldenOf(name).keras);
    expect(await worstDifference(network, goldenOf(name))).toBeLessThan(name.includes('-') ? 5e-3 : 1e-4);
    network.dispose();
  });

  it('is read by the path of its model.json, too', async () => {
    const { network } = await importKeras(join(folder, 'shared.keras3.h5', 'model.json'));
    expect(await worstDifference(network, goldenOf('shared.keras3'))).toBeLessThan(1e-4);
  });

  it.each(readdirSync(folder))('is refused where TensorFlow.js itself should read it, with what to do: %s', async (name) => {
    await expect(loadLayersModel(fileSystem(join(folder, name)))).rejects.toMatchObject({
      name: 'DumError',
      code: 'bad-input',
      message: expect.stringMatching(/model\.json.*(importKeras of @dum\/keras|class "Normalization")/) as string,
    });
  });

  it.each<[string, (document: ModelJson) => void, string]>([
    ['no version', ({ modelTopology }) => void delete modelTopology.keras_version, 'does not say which Keras wrote it'],
    ['no config', ({ modelTopology }) => void delete modelTopology.model_config, 'has no model_config'],
    ['no topology', (document) => void Object.assign(document, { modelTopology: null }), 'has no modelTopology'],
    [
      'the version of TensorFlow.js',
      ({ modelTopology }) => void Object.assign(modelTopology, { keras_version: 'tfjs-layers 4.22.0' }),
      'was saved by TensorFlow.js, which reads it as it is',
    ],
    ['a graph', ({ modelTopology }) => void Object.assign(modelTopology, { node: [] }), 'is a graph model'],
    [
      'the weights of another layer',
      ({ weightsManifest: [group] }) => void Object.assign(group!.weights[0]!, { name: 'denes/kernel' }),
      'has 1 weights for layer "dense", expected 2',
    ],
    [
      'weights of another shape',
      ({ weightsManifest: [group] }) => {
        group!.weights[0]!.shape.reverse();
      },
      'has weights of shape [',
    ],
    [
      'a hostile key',
      ({ modelTopology }) => void Object.assign(modelTopology, JSON.parse('{"constructor":{}}')),
      'has the key "constructor"',
    ],
  ])('is refused with %s', async (_, change, reason) => {
    await expect(importKeras(changed('shared.keras3.h5', change))).rejects.toMatchObject({
      name: 'DumError',
      code: 'bad-input',
      message: expect.stringContaining(reason) as string,
    });
  });
});

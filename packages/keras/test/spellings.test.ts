import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { type Golden, goldenBytes, goldenFolder, importHere, worstDifference } from './_import.js';
import { withLegacyConfig } from './_legacy.js';
import { layerNamed, withConfig } from './_rewrite.js';

await useBackend('wasm');

const goldenOf = (file: string) => JSON.parse(readFileSync(join(goldenFolder, file.replace(/\.(h5|keras)$/, '.json')), 'utf8')) as Golden;

/** Changes values wherever they stand in a config; arguments of calls stay. */
const revived = <Value>(config: Value, change: (value: unknown) => unknown): Value =>
  JSON.parse(JSON.stringify(config), (key, value: unknown) => (key === 'inbound_nodes' ? value : change(value))) as Value;

const asNumber = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);

const files = readdirSync(goldenFolder).filter((name) => /\.(h5|keras)$/.test(name));

describe('numbers for booleans mean what the booleans do, in every setting of every layer', () => {
  it.each(files)('%s', async (file) => {
    const change = file.endsWith('.h5') ? withLegacyConfig : withConfig;
    const network = await importHere(await change(goldenBytes(file), (config) => revived(config, asNumber)), file);
    expect(await worstDifference(network, goldenOf(file))).toBeLessThan(1e-4);
    network.dispose();
  });
});

describe('a Rescaling by a number for each channel', () => {
  const scale = [0.5, 2, -1];
  const offset = [0.25, 0, 3];
  const file = 'preprocessing.keras3.keras';
  const array = (name: string) => (value: unknown) => ({ class_name: name, config: { value, dtype: 'float64' } });

  it.each<[string, (value: unknown) => unknown]>([
    ['lists', (value) => value],
    ['arrays', array('__numpy__')],
    ['tensors', array('__tensor__')],
    ['tuples', (items) => ({ class_name: '__tuple__', items })],
    ['arrays of older files', (value) => ({ type: 'ndarray', value })],
    ['lists within lists', (value) => [[value]]],
  ])('%s', async (_, written) => {
    const bytes = await withConfig(goldenBytes(file), (config) => {
      const rescaling = config.config.layers.find(({ class_name }) => class_name === 'Rescaling')!;
      Object.assign(layerNamed(config, rescaling.config.name as string).config, { scale: written(scale), offset: written(offset) });
    });
    const network = await importHere(bytes);
    const layer = network.getLayer('rescaling');
    const values = [1, 2, 3, -4, 5, 6];
    const answer = (layer.call(tensor(values, [1, 1, 2, 3]), {}) as Tensor).dataSync();
    for (const [i, value] of values.entries()) expect(answer[i]).toBeCloseTo(value * scale[i % 3]! + offset[i % 3]!, 5);
    network.dispose();
  });
});

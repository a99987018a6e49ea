import { readdirSync, readFileSync } from 'node:fs';
import { io, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { parseKeras } from '@dum/keras';

await useBackend('wasm');

const folder = new URL('./golden/', import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(h5|keras)$/.test(name));

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

it.each(files)('%s', async (file) => {
  const { artifacts } = await parseKeras(readFileSync(new URL(file, folder)), file);
  const network = await loadLayersModel(io.fromMemory(artifacts));
  const golden = JSON.parse(readFileSync(new URL(file.replace(/\.[a-z0-9]+$/, '.json'), folder), 'utf8')) as {
    inputs: Values[];
    outputs: Values[];
  };
  const inputs = golden.inputs.map(({ shape, values }) => tensor([...values], [...shape]));
  const outputs = [network.predict(inputs)].flat() as Tensor[];
  for (const [i, { shape, values }] of golden.outputs.entries()) {
    expect(outputs[i]!.shape).toEqual(shape);
    const found = await outputs[i]!.data();
    const largest = Math.max(...values.map(Math.abs));
    const worst = Math.max(...values.map((value, k) => Math.abs(value - found[k]!)));
    console.log(file, worst / largest);
    expect(worst / largest).toBeLessThan(1e-4);
  }
});

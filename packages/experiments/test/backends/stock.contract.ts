import '@tensorflow/tfjs-backend-cpu';
import { io, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, expect, it } from 'vitest';
import { createMaskSet, extractSubnetwork, fingerprintNetwork } from '@dum/masks';
import type { Saved } from './in-browser-stock.js';
import { openPage } from './_open-page.js';

const page = await openPage('in-browser-stock.ts');
afterAll(() => page.close());

it('an extracted network runs in a browser with TensorFlow.js and nothing else', async () => {
  expect(page.files.filter((file) => file.startsWith('packages/'))).toEqual(['packages/experiments/test/backends/in-browser-stock.ts']);
  await setBackend('cpu');
  const network = sequential({
    layers: [
      layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same', inputShape: [8, 8, 2], name: 'conv' }),
      layers.batchNormalization({ name: 'norm' }),
      layers.activation({ activation: 'sigmoid', name: 'sigmoid' }),
      layers.separableConv2d({ filters: 5, kernelSize: 3, activation: 'relu', name: 'apart' }),
      layers.flatten(),
      layers.dense({ units: 3, activation: 'softmax', name: 'head' }),
    ],
  });
  const masks = createMaskSet(await fingerprintNetwork(network), [
    { layer: 'sigmoid', shape: [6], kept: [1, 0, 1, 1, 0, 0] },
    { layer: 'apart', shape: [5], kept: [0, 1, 1, 0, 1] },
  ]);
  const { network: small } = await extractSubnetwork(network, { masks });
  let saved: Saved | undefined;
  await small.save(
    io.withSaveHandler(({ modelTopology, weightSpecs, weightData }) => {
      saved = { topology: modelTopology as object, specs: weightSpecs!, weights: Array.from(new Uint8Array(weightData as ArrayBuffer)) };
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    }),
  );
  const x = Array.from({ length: 128 }, (_, index) => Math.sin(index));
  const found = await page.evaluate<number[]>(`answer(${JSON.stringify(saved)}, ${JSON.stringify(x)}, [8, 8, 2])`);
  const expected = (small.predict(tensor(x, [1, 8, 8, 2])) as Tensor).dataSync();
  expect(found).toHaveLength(3);
  for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 6);
  expect(page.complaints).toEqual([]);
});

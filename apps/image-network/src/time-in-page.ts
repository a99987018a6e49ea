// What the page in Chromium runs: it loads the networks that are served, and times them.
import { useBackend } from '@dum/backend';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { timeNetworks } from './time-networks.js';

Object.assign(globalThis, {
  timeInPage: async (names: readonly string[]) => {
    await useBackend('wasm', { wasmPaths: '/wasm/' });
    const networks = await Promise.all(
      names.map(async (name) => ({ name, network: await loadLayersModel(`/networks/${name}/model.json`) })),
    );
    return timeNetworks(networks, () => performance.now());
  },
});

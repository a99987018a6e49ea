import type { BackendName } from '@dum/backend';
import { useBackend } from '@dum/backend';
import { loadNetwork } from '@dum/experiments/store';
import { type Timing, timeNetworks } from './time-networks.js';

/** Times networks that were saved in folders, on a backend in Node. */
export const timeInNode = async (folders: Readonly<Record<string, string>>, backend: BackendName): Promise<Timing[]> => {
  await useBackend(backend);
  const networks = await Promise.all(Object.entries(folders).map(async ([name, folder]) => ({ name, network: await loadNetwork(folder) })));
  try {
    return await timeNetworks(networks, () => performance.now());
  } finally {
    for (const { network } of networks) network.dispose();
  }
};

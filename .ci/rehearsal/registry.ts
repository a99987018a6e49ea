import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runServer } from 'verdaccio';

/** How npm reaches its registry, in the words of its configuration. */
export interface Upstream {
  readonly registry: string;
  readonly cafile: string | null;
  readonly proxy: string | null;
  readonly 'https-proxy': string | null;
}

const uplinkOf = ({ registry, cafile, proxy, 'https-proxy': httpsProxy }: Upstream) => ({
  url: registry,
  maxage: '60m',
  max_fails: 10,
  timeout: '60s',
  ...(cafile === null ? {} : { ca: readFileSync(cafile, 'utf8') }),
  ...(proxy === null ? {} : { http_proxy: proxy }),
  ...(httpsProxy === null ? {} : { https_proxy: httpsProxy }),
});

/** A registry on a free port of 127.0.0.1 that holds our packages itself and hands on requests for all others. */
export const startRegistry = async (
  folder: string,
  upstream: Upstream,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const server = (await runServer({
    storage: join(folder, 'storage'),
    self_path: folder,
    configPath: join(folder, 'config.yaml'),
    web: { enable: false },
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
    uplinks: { upstream: uplinkOf(upstream) },
    packages: {
      '@dum/*': { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
  })) as Server;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/`, stop };
};

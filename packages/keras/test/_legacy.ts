import { File, ready } from 'h5wasm';
import type { Config } from './_rewrite.js';

/** An `.h5` file with its config changed. */
export const withLegacyConfig = async (bytes: Uint8Array, change: (config: Config) => unknown): Promise<Uint8Array> => {
  const { FS } = await ready;
  FS.writeFile('/changed.h5', bytes);
  const file = new File('/changed.h5', 'a');
  const config = JSON.parse(file.attrs.model_config!.value as string) as Config;
  file.delete_attribute('model_config');
  file.create_attribute('model_config', JSON.stringify(change(config)));
  file.close();
  const changed = FS.readFile('/changed.h5');
  FS.unlink('/changed.h5');
  return changed;
};

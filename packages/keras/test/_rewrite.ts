import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';

/** The entries of an archive by name. */
export type Entries = Record<string, Uint8Array>;

/** A config that a test changes. */
export interface Config {
  class_name: string;
  config: { name: string; layers: LayerConfig[]; [key: string]: unknown };
}
export interface LayerConfig {
  class_name: string;
  config: Record<string, unknown>;
  [key: string]: unknown;
}

/** Reads an archive. */
export const entriesOf = async (bytes: Uint8Array): Promise<Entries> => {
  const entries = await new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false }).getEntries();
  const read = entries.map(async (entry) => [
    entry.filename,
    entry.directory ? new Uint8Array() : await entry.getData(new Uint8ArrayWriter()),
  ]);
  return Object.fromEntries((await Promise.all(read)) as [string, Uint8Array][]);
};

/** Writes an archive, stored as Keras does or deflated. */
export const archive = async (entries: Entries, { level = 0 }: { readonly level?: number } = {}): Promise<Uint8Array> => {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level });
  for (const [name, bytes] of Object.entries(entries)) await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
};

/** The archive with its config changed; text may stand for a config that no object can. */
export const withConfig = async (bytes: Uint8Array, change: (config: Config) => Config | string | undefined): Promise<Uint8Array> => {
  const entries = await entriesOf(bytes);
  const config = JSON.parse(new TextDecoder().decode(entries['config.json'])) as Config;
  const changed = change(config) ?? config;
  return archive({ ...entries, 'config.json': new TextEncoder().encode(typeof changed === 'string' ? changed : JSON.stringify(changed)) });
};

/** The layer of a name. */
export const layerNamed = ({ config }: Config, name: string): LayerConfig => config.layers.find((layer) => layer.config.name === name)!;

/** The bytes with one bit turned over. */
export const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
};

import { createRequire } from 'node:module';

const packages = [
  '@dum/cli',
  '@dum/experiments',
  '@dum/masks',
  '@dum/datasets',
  '@dum/backend',
  '@dum/runs',
  '@dum/errors',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
];

/** The versions of Node and of the packages that results depend on. */
export const versions = (): Readonly<Record<string, string>> => {
  const require = createRequire(import.meta.url);
  const versionOf = (name: string) => {
    const manifest = name === '@dum/cli' ? '../package.json' : `${name}/package.json`;
    return (require(manifest) as { readonly version: string }).version;
  };
  return { node: process.versions.node, ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])) };
};

// Compiles host-kernels.ts to src/kernels/host-kernels-binary.ts: `pnpm --filter @dum/experiments kernels`.
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const place = (path) => fileURLToPath(new URL(path, import.meta.url));
export const target = place('../src/kernels/host-kernels-binary.ts');
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];

/** The text of the module that holds the compiled kernels. */
export const compile = async () => {
  let binary;
  const { error, stderr } = await main(['host-kernels.ts', '--outFile', 'kernels.wasm', ...options], {
    readFile: (name) => (name === basename(name) ? readFile(place(name), 'utf8').catch(() => null) : null),
    writeFile: (_, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(stderr.toString(), { cause: error });
  return [
    '// Compiled from assembly/host-kernels.ts by `pnpm --filter @dum/experiments kernels`; a test compares the two.',
    '/** The kernels of the host as WebAssembly, in base64. */',
    `export const hostKernelsBinary =\n  '${Buffer.from(binary).toString('base64')}';`,
    '',
  ].join('\n');
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(target, await compile());

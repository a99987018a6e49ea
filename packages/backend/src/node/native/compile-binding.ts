import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from './run-tool.js';

/** Compiles the binding between Node and the library, and puts it where tfjs-node looks for it. */
export const compileBinding = async (folder: string, tfjsNode: string): Promise<void> => {
  const output = join(tfjsNode, 'lib/napi-v8');
  await mkdir(output, { recursive: true });
  const headers = [join(folder, 'node_modules/node-api-headers/include'), tfjsNode, join(tfjsNode, 'deps/include')];
  const compile = [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
    ...headers.flatMap((path) => ['-I', path]),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(tfjsNode, 'binding', file)),
    ...['-o', join(output, 'tfjs_binding.node')],
    ...['-L', join(tfjsNode, 'deps/lib'), '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ];
  await runTool({ program: 'g++', arguments: compile, folder }, 'compile the binding of tfjs-node', 'bad-input');
};

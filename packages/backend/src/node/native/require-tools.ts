import { DumError } from '@dum/errors';
import { canRun } from './run-tool.js';

const tools = [
  { call: ['npm', '--version'], name: 'npm', from: 'npm' },
  { call: ['python3', '-m', 'pip', '--version'], name: 'pip (python3 -m pip)', from: 'python3-pip' },
  { call: ['g++', '--version'], name: 'g++', from: 'g++' },
  { call: ['strip', '--version'], name: 'strip', from: 'binutils' },
] as const;

/** The machine that the library is made for. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
}

/** Throws `bad-input` where the library cannot run, or naming every program that is missing. */
export const requireTools = async ({ platform, arch }: Machine): Promise<void> => {
  if (platform !== 'linux' || arch !== 'x64') {
    throw new DumError(
      'bad-input',
      `dum-native: this is ${platform} on ${arch}; the library is for linux on x64 alone. Install @tensorflow/tfjs-node@4.22.0 where its own download works, or stay on wasm.`,
    );
  }
  const works = await Promise.all(tools.map(({ call: [program, ...parameters] }) => canRun(program, ...parameters)));
  const missing = tools.filter((_, index) => !works[index]);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  throw new DumError(
    'bad-input',
    `dum-native: cannot run ${names}; install what is missing (Debian: ${missing.map(({ from }) => from).join(' ')}) and run this again.`,
  );
};

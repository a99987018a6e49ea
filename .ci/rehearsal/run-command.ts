import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds until the command and all it started are killed; default five minutes. */
  readonly timeout?: number;
}

const running = new Set<number>();

const kill = (group: number) => {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

process.on('exit', () => {
  for (const group of running) kill(group);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** Runs a command to its end and gives its standard output; throws with all that it printed when it fails or takes too long. */
export const runCommand = async (
  command: string,
  parameters: readonly string[],
  { cwd, env, timeout = 300_000 }: Surroundings,
): Promise<string> => {
  const child = spawn(command, parameters, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const group = child.pid;
  if (group === undefined) throw await once(child, 'error').then(([error]) => error as Error);
  running.add(group);
  let [output, printed] = ['', ''];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stdout.on('data', (text: string) => (output += text));
  const timer = setTimeout(() => {
    printed += `\nkilled after ${timeout / 1000} s`;
    kill(group);
  }, timeout);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  kill(group);
  running.delete(group);
  if (code !== 0) throw new Error(`${command} ${parameters.join(' ')} ended with ${code ?? signal} in ${cwd}:\n${printed.slice(-8000)}`);
  return output;
};

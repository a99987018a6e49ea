import { accelerateWasm, type BackendName, useBackend } from '@dum/backend';
import { datasetNames, loadDataset } from '@dum/datasets/node';
import { DumError } from '@dum/errors';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { sentenceOf } from '../session/sentence-of.js';
import { versions } from '../versions.js';

const nodeBackends: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];

/** `dum doctor`: checks what works on this machine. */
export const defineDoctor: DefineCommand = (program, run) => {
  const command = program
    .command('doctor')
    .summary('check what works on this machine')
    .description('Lists the available backends, data and versions. The exit code is 0 when a backend works.');
  addSharedOptions(command);
  command.addHelpText('after', '\nExamples:\n  dum doctor\n  dum doctor --json');
  command.action((options: SharedOptions) => run('doctor', options, (session) => doctor(session, options)));
};

const doctor = async (session: Session, { backend: wanted = 'auto' }: SharedOptions): Promise<number> => {
  const backends: { name: BackendName; missing: string | undefined }[] = [];
  for (const name of nodeBackends) backends.push({ name, missing: await failureOf(() => useBackend(name)) });
  const chosen = await useBackend(wanted).catch(asDumError);
  const kernels = backends.some(({ name, missing }) => name === 'wasm' && missing === undefined) ? accelerateWasm() : [];
  const datasets: { name: string; missing: string | undefined }[] = [];
  for (const name of datasetNames) datasets.push({ name, missing: await failureOf(() => loadDataset(name, { limit: 1 })) });
  const found = versions();
  const document = {
    node: found.node,
    backends: backends.map(({ name, missing }) => ({
      name,
      available: missing === undefined,
      ...(missing === undefined ? {} : { reason: missing }),
    })),
    wanted,
    chosen: chosen instanceof DumError ? null : chosen.name,
    wasmKernels: kernels,
    datasets: datasets.map(({ name, missing }) => ({
      name,
      found: missing === undefined,
      ...(missing === undefined ? {} : { reason: missing }),
    })),
    versions: found,
  };
  session.printResult(document, () => {
    const { green, yellow } = session.colours;
    const line = (name: string, ok: boolean, detail: string) => `${ok ? green('✓') : yellow('–')} ${name.padEnd(14)} ${detail}`;
    return [
      line('node', true, found.node!),
      ...backends.map(({ name, missing }) =>
        line(name, missing === undefined, missing ?? (name === 'wasm' ? `works; replaced kernels: ${kernels.join(', ')}` : 'works')),
      ),
      line(wanted, !(chosen instanceof DumError), chosen instanceof DumError ? sentenceOf(chosen) : `takes ${chosen.name}`),
      ...datasets.map(({ name, missing }) => line(name, missing === undefined, missing ?? 'found, checksums hold')),
      '',
      ...Object.entries(found)
        .filter(([name]) => name !== 'node')
        .map(([name, version]) => `  ${name} ${version}`),
    ].join('\n');
  });
  return chosen instanceof DumError ? 2 : 0;
};

const asDumError = (error: unknown): DumError => {
  if (error instanceof DumError) return error;
  throw error;
};

const failureOf = async (attempt: () => Promise<unknown>): Promise<string | undefined> => {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    return sentenceOf(asDumError(error));
  }
};

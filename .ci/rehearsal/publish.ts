import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { environmentOf, plainEnvironment } from './environment.js';
import { startRegistry, type Upstream } from './registry.js';
import { runCommand } from './run-command.js';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly repository: string;
    readonly workshop: string;
    readonly registry: string;
    readonly userConfig: string;
    readonly published: readonly PublishedPackage[];
  }
}

export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly packageManager?: string;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));

const manifestIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

const publicPackages = (root: string): readonly PublishedPackage[] =>
  readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, ...manifestIn(folder) }))
    .filter((manifest) => manifest.private !== true)
    .map(({ name, version, folder }) => ({ name, version, folder }));

const copyTrackedFiles = async (copy: string) => {
  const listed = await runCommand('git', ['ls-files', '-z'], { cwd: repository, env: plainEnvironment });
  for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(join(repository, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(repository, file), join(copy, file), { verbatimSymlinks: true });
  }
};

const rehearse = async (workshop: string, project: TestProject) => {
  const started = performance.now();
  const say = (text: string) => console.log(`[${((performance.now() - started) / 1000).toFixed(0).padStart(3)} s] ${text}`);
  const copy = join(workshop, 'repository');
  const author = { GIT_AUTHOR_NAME: 'rehearsal', GIT_AUTHOR_EMAIL: 'rehearsal@localhost' };
  const committer = { GIT_COMMITTER_NAME: 'rehearsal', GIT_COMMITTER_EMAIL: 'rehearsal@localhost' };
  const env = { ...plainEnvironment, ...author, ...committer };
  const inCopy = (command: string, ...parameters: readonly string[]) => runCommand(command, parameters, { cwd: copy, env });
  const pnpm = (...parameters: readonly string[]) => inCopy('npx', '-y', manifestIn(repository).packageManager ?? 'pnpm', ...parameters);

  say(`copying the tracked files to ${copy}`);
  await copyTrackedFiles(copy);
  await inCopy('git', 'init', '--quiet', '--initial-branch=main');
  await inCopy('git', 'add', '--all');
  await inCopy('git', 'commit', '--quiet', '--message=Start');

  say('installing');
  await pnpm('install', '--frozen-lockfile', '--prefer-offline');

  say('changeset version');
  const before = publicPackages(copy);
  const bumps = before.map(({ name }) => `'${name}': patch`).join('\n');
  writeFileSync(join(copy, '.changeset/rehearsal.md'), `---\n${bumps}\n---\n\nRehearse a release.\n`);
  await pnpm('changeset', 'version');
  const published = publicPackages(copy);
  for (const { name, version } of before) {
    const after = published.find((found) => found.name === name)?.version;
    if (after === undefined || after === version) throw new Error(`changeset version left ${name} at ${version}`);
  }
  await inCopy('git', 'commit', '--quiet', '--all', '--message=Version');

  const upstream = JSON.parse(await runCommand('npm', ['config', 'list', '--json'], { cwd: workshop, env: plainEnvironment })) as Upstream;
  const registry = await startRegistry(join(workshop, 'registry'), upstream);
  const userConfig = join(workshop, 'npmrc');
  writeFileSync(userConfig, `${registry.url.replace('http:', '')}:_authToken=rehearsal\n`);

  say(`building and publishing ${published.map(({ name, version }) => `${name}@${version}`).join(', ')} to ${registry.url}`);
  try {
    const release = { ...env, ...environmentOf(registry.url, userConfig) };
    await runCommand('npx', ['-y', manifestIn(repository).packageManager ?? 'pnpm', 'release'], { cwd: copy, env: release });
  } catch (error) {
    await registry.stop();
    throw error;
  }
  say('published');

  project.provide('repository', repository);
  project.provide('workshop', workshop);
  project.provide('registry', registry.url);
  project.provide('userConfig', userConfig);
  project.provide('published', published);
  return registry;
};

/** Versions, builds and publishes a copy of the repository to a registry of its own; the tests then install from there. */
export const setup = async (project: TestProject) => {
  const workshop = mkdtempSync(join(tmpdir(), 'dum-rehearsal-'));
  const cleanUp = () => rmSync(workshop, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  process.once('exit', cleanUp);
  const registry = await rehearse(workshop, project);
  return async () => {
    await registry.stop();
    cleanUp();
  };
};

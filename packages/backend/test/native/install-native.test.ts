import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installNative, type NativeOptions } from '../../src/node/native/install-native.js';
import { modulesSeenFrom } from '../../src/node/native/link-native.js';
import { folderName, pinned } from '../../src/node/native/pinned.js';
import { containing, matching } from '../text.js';

let root: string;
let options: Required<Pick<NativeOptions, 'cache' | 'modules' | 'machine'>>;
const inFolder = 'node_modules/@tensorflow/tfjs-node';
const built = () => join(root, 'cache', folderName);
const link = () => join(root, 'modules/@tensorflow/tfjs-node');
const calls = (): string[] => (existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : []);

/** A program that notes how it was called, says its version, and does what a line of shell says. */
const program = (name: string, script = ':') => {
  const file = join(root, 'bin', name);
  const lines = [
    '#!/bin/sh',
    'PATH=/usr/bin:/bin',
    'case "$*" in *--version) exit;; esac',
    `echo "${name} $*" | head -n 1 >> '${root}/calls'`,
    script,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dum-native-'));
  for (const folder of ['bin', 'modules/@tensorflow']) mkdirSync(join(root, folder), { recursive: true });
  options = { cache: join(root, 'cache'), modules: join(root, 'modules'), machine: { platform: 'linux', arch: 'x64' } };
  vi.stubEnv('PATH', join(root, 'bin'));
  program('npm', `mkdir -p ${inFolder}; echo 'exports.ones = () => ({ sum: () => ({ arraySync: () => 6 }) })' > ${inFolder}/index.js`);
  program(
    'python3',
    `[ "$2" = pip ] && cat requirements.txt > '${root}/required' && exec touch a.whl; mkdir -p "$4/lib"; touch "$4/lib/some.so.2"`,
  );
  program('g++');
  program('strip');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

describe('installNative', () => {
  it('builds a folder from pinned parts, and links it', async () => {
    const lines: string[] = [];
    expect(await installNative({ ...options, onProgress: (line) => lines.push(line) })).toEqual({ folder: built(), link: link() });
    expect(lines).toHaveLength(3);
    expect(readlinkSync(link())).toBe(join(built(), inFolder));
    expect(readdirSync(options.cache)).toEqual([folderName]);
    const { requirement, sha256 } = pinned.wheel;
    expect(readFileSync(join(root, 'required'), 'utf8')).toBe(`${requirement} --hash=sha256:${sha256}\n`);
    expect(calls().map((call) => call.split(' ')[0])).toEqual(['npm', 'python3', 'python3', 'strip', 'g++']);
    expect(calls()[0]).toContain('--ignore-scripts');
    expect(calls()[1]).toContain('--require-hashes');
  });

  it('builds once, needs no program to link again, and replaces a link that leads elsewhere', async () => {
    await installNative(options);
    rmSync(join(root, 'bin'), { recursive: true });
    rmSync(link());
    symlinkSync('/nowhere', link());
    expect(await installNative(options)).toEqual({ folder: built(), link: link() });
    expect(readlinkSync(link())).toBe(join(built(), inFolder));
    expect(readdirSync(join(options.modules, '@tensorflow'))).toEqual(['tfjs-node']);
  });

  it.each([
    ['npm', 'temporary', /npm could not install @tensorflow\/tfjs-node@4\.22\.0 and node-api-headers@.*\nno luck$/s],
    ['python3', 'temporary', /python3 could not download tensorflow-cpu==.*check the network.*\nno luck$/s],
    ['strip', 'storage', /strip could not strip the libraries.*\nno luck$/s],
    ['g++', 'bad-input', /g\+\+ could not compile the binding of tfjs-node.*\nno luck$/s],
  ])('reports that %s failed and leaves nothing, and the next call completes the work', async (name, code, message) => {
    const works = readFileSync(join(root, 'bin', name));
    program(name, 'echo no luck >&2; exit 1');
    await expect(installNative(options)).rejects.toMatchObject({ name: 'DumError', code, message: matching(message) });
    expect(readdirSync(options.cache)).toEqual([]);
    expect(existsSync(link())).toBe(false);
    writeFileSync(join(root, 'bin', name), works);
    expect((await installNative(options)).folder).toBe(built());
  });

  it('keeps no folder that cannot compute', async () => {
    program('npm', `mkdir -p ${inFolder}; echo 'throw new Error("no library")' > ${inFolder}/index.js`);
    await expect(installNative(options)).rejects.toThrow(/could not compute on the new backend(.|\n)*no library$/);
    expect(readdirSync(options.cache)).toEqual([]);
  });

  it('names every program that is missing, before anything is downloaded', async () => {
    rmSync(join(root, 'bin/g++'));
    program('python3', 'exit 1');
    writeFileSync(join(root, 'bin/python3'), '#!/bin/sh\necho "No module named pip" >&2; exit 1\n');
    await expect(installNative(options)).rejects.toMatchObject({
      code: 'bad-input',
      message: matching(/cannot run pip \(python3 -m pip\), g\+\+; install .*Debian: python3-pip g\+\+\)/),
    });
    expect(calls()).toEqual([]);
  });

  it.each([
    ['darwin', 'arm64'],
    ['linux', 'arm64'],
    ['win32', 'x64'],
  ])('refuses %s on %s', async (platform, arch) => {
    await expect(installNative({ ...options, machine: { platform, arch } })).rejects.toMatchObject({
      code: 'bad-input',
      message: containing(`this is ${platform} on ${arch}`),
    });
  });

  it('explains how to move a cache that cannot be written', async () => {
    writeFileSync(options.cache, 'a file');
    await expect(installNative(options)).rejects.toMatchObject({ code: 'storage', message: matching(/ENOTDIR.*DUM_NATIVE_CACHE/) });
  });

  it('leaves alone a tfjs-node that is no link', async () => {
    mkdirSync(link());
    await expect(installNative(options)).rejects.toMatchObject({ code: 'bad-input', message: containing('is there and is no link') });
    expect(readdirSync(join(options.modules, '@tensorflow'))).toEqual(['tfjs-node']);
  });

  it('removes what a killed build left, but not a build that goes on', async () => {
    const [old, young] = ['old', 'young'].map((name) => join(options.cache, `${folderName}.${name}.tmp`)) as [string, string];
    for (const folder of [old, young]) mkdirSync(folder, { recursive: true });
    utimesSync(old, 1e9, 1e9);
    await installNative(options);
    expect(readdirSync(options.cache).sort()).toEqual([folderName, `${folderName}.young.tmp`]);
  });

  it('may run several times at once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => installNative(options)));
    expect(new Set(all.map(({ folder }) => folder))).toEqual(new Set([built()]));
    expect(readdirSync(options.cache)).toEqual([folderName]);
  });

  it('takes its cache from the environment', async () => {
    const { cache, ...others } = options;
    vi.stubEnv('XDG_CACHE_HOME', root);
    expect((await installNative(others)).folder).toBe(join(root, 'dum-native', folderName));
    vi.stubEnv('DUM_NATIVE_CACHE', cache);
    expect((await installNative(others)).folder).toBe(built());
  });
});

describe('modulesSeenFrom', () => {
  it('is where a module finds TensorFlow.js', () => {
    mkdirSync(join(root, 'node_modules/@tensorflow/tfjs-core'), { recursive: true });
    mkdirSync(join(root, 'node_modules/@dum/backend/node_modules/@tensorflow'), { recursive: true });
    expect(modulesSeenFrom(join(root, 'node_modules/@dum/backend/dist/index.js'))).toBe(join(root, 'node_modules'));
    expect(() => modulesSeenFrom('/nowhere/index.js')).toThrow(/tfjs-core is not installed beside/);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Damage } from '@dum/runs';
import { openFolderStore } from '@dum/runs/node';
import { expect, it } from 'vitest';
import { temporaryFolder } from './_folder.js';

const bytes = Uint8Array.of(65, 66, 67);

it('keeps what another process of the same folder wrote, in files that name their format', async () => {
  const folder = join(temporaryFolder(), 'new', 'store');
  const store = await openFolderStore(folder);
  await store.putIfAbsent('a', bytes);
  expect(readdirSync(folder).sort()).toEqual(['artefacts', 'store.json']);
  expect(JSON.parse(readFileSync(join(folder, 'store.json'), 'utf8'))).toEqual({ format: 'dum-store', version: 1, id: store.id });
  expect(readFileSync(join(folder, 'artefacts', 'a'), 'latin1')).toMatch(/^dum-artefact 1 3 [0-9a-f]{64}\nABC$/);
});

it('reports a damaged artefact by its file, which it moves away', async () => {
  const folder = temporaryFolder();
  const reports: Damage[] = [];
  const store = await openFolderStore(folder, { onDamage: (damage) => reports.push(damage) });
  const file = join(folder, 'artefacts', 'a');
  const damages: readonly (readonly [change: (whole: Buffer) => Uint8Array, reason: RegExp])[] = [
    [(whole) => whole.with(whole.length - 1, 4), /^its checksum does not hold$/],
    [(whole) => whole.subarray(0, -1), /^it has 2 bytes after its first line, which records 3$/],
    [(whole) => Buffer.concat([whole, bytes]), /^it has 6 bytes after its first line, which records 3$/],
    [() => Buffer.of(), /^it does not begin with the line of an artefact, "dum-artefact 1 …"$/],
  ];
  for (const [change, reason] of damages) {
    await store.putIfAbsent('a', bytes);
    const changed = change(readFileSync(file));
    writeFileSync(file, changed);
    expect(await store.get('a')).toBeUndefined();
    const { key, file: aside, reason: found } = reports.at(-1)!;
    expect([key, found]).toEqual(['a', expect.stringMatching(reason)]);
    expect(aside.startsWith(join(folder, 'damaged', 'a.'))).toBe(true);
    expect(new Uint8Array(readFileSync(aside))).toEqual(new Uint8Array(changed));
    expect(existsSync(file)).toBe(false);
  }
  expect(reports).toHaveLength(damages.length);
});

it('finds an artefact that lies under another key', async () => {
  const folder = temporaryFolder();
  const reports: Damage[] = [];
  const store = await openFolderStore(folder, { onDamage: (damage) => reports.push(damage) });
  await store.putIfAbsent('a', bytes);
  renameSync(join(folder, 'artefacts', 'a'), join(folder, 'artefacts', 'b'));
  expect(await store.get('b')).toBeUndefined();
  expect(reports.map(({ reason }) => reason)).toEqual(['its checksum does not hold']);
});

it('throws where there is no onDamage, and then takes the artefact again', async () => {
  const folder = temporaryFolder();
  const store = await openFolderStore(folder);
  await store.putIfAbsent('a', bytes);
  writeFileSync(join(folder, 'artefacts', 'a'), 'x');
  await expect(store.has('a')).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringMatching(/the artefact a is damaged: .* it was moved to .*damaged.a\./) as string,
  });
  expect(await store.putIfAbsent('a', bytes)).toBe('added');
});

it('passes over files that are no artefacts', async () => {
  const folder = temporaryFolder();
  const store = await openFolderStore(folder);
  await store.putIfAbsent('a', bytes);
  for (const name of ['.a.0.tmp', 'B', 'a b', '.DS_Store']) writeFileSync(join(folder, 'artefacts', name), 'x');
  expect(await store.list()).toEqual(['a']);
});

it('is refused where another store, or none, is expected', async () => {
  const folder = temporaryFolder();
  await expect(openFolderStore(join(folder, 'none'), { id: 'x' })).rejects.toMatchObject({
    code: 'bad-input',
    message: `openFolderStore: expected the store x in ${join(folder, 'none')}, found none; is the shared folder mounted?`,
  });
  expect(existsSync(join(folder, 'none'))).toBe(false);
  const { id } = await openFolderStore(folder);
  expect((await openFolderStore(folder, { id })).id).toBe(id);
  await expect(openFolderStore(folder, { id: 'x' })).rejects.toThrow(`expected the store x in ${folder}, found ${id}`);
});

it.each([
  ['damaged', '{"format":"dum-st', /store\.json: this is not JSON, or was cut short/],
  [
    'of another format',
    '{"format":"other","version":1,"id":"a"}',
    /store\.json: the format is "other", expected "dum-store"; is this the right file\?/,
  ],
  [
    'newer',
    '{"format":"dum-store","version":2,"id":"a"}',
    /store\.json: the version of "dum-store" is 2, and version 1 is read here; install the release/,
  ],
  ['without an id', '{"format":"dum-store","version":1}', /store\.json: id is missing; expected a text/],
])('is refused where its store.json is %s', async (_, text, message) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'store.json'), text);
  await expect(openFolderStore(folder)).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(message) as string });
});

it.each([
  ['a file', (folder: string) => writeFileSync(folder, 'mine'), 'storage'],
  [
    'a folder with a file where artefacts go',
    (folder: string) => {
      mkdirSync(folder);
      writeFileSync(join(folder, 'artefacts'), 'mine');
    },
    'storage',
  ],
])('is refused in %s', async (_, make, code) => {
  const folder = join(temporaryFolder(), 'store');
  make(folder);
  await expect(openFolderStore(folder)).rejects.toMatchObject({ name: 'DumError', code });
});

const writer = fileURLToPath(new URL('_writer.js', import.meta.url));

it('is safe with several processes that write the same keys, and are killed', async () => {
  const folder = temporaryFolder();
  const start = (me: number) => {
    const child = spawn(process.execPath, [writer, folder, String(me), 'x', 'y'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [printed, said] = ['', ''];
    child.stdout.on('data', (text) => (printed += String(text)));
    child.stderr.on('data', (text) => (said += String(text)));
    return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, printed, said })) };
  };
  const writers = [1, 2, 3].map(start);
  const killed = [4, 5].map(start);
  for (const { child } of killed) {
    const store = await openFolderStore(folder);
    while ((await store.list()).length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
  }
  const ended = await Promise.all(writers.map(({ ended }) => ended));
  await Promise.all(killed.map(({ ended }) => ended));
  expect(ended.map(({ code, said }) => ({ code, said }))).toEqual(writers.map(() => ({ code: 0, said: '' })));
  const store = await openFolderStore(folder);
  const keys = await store.list();
  expect(keys).toHaveLength(80);
  const outcomes = ended.map(({ printed }) => JSON.parse(printed) as Record<string, string>);
  for (const key of keys) {
    const kept = (await store.get(key))!;
    const adders = outcomes.flatMap((outcome, at) => (outcome[key] === 'added' ? [at + 1] : []));
    expect(adders.length).toBeLessThanOrEqual(1);
    if (adders.length === 1) expect(kept[0]).toBe(adders[0]);
    else expect([4, 5]).toContain(kept[0]);
  }
  expect(existsSync(join(folder, 'damaged'))).toBe(false);
});

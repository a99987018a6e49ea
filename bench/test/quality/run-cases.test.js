import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { casesOf } from '../../quality/cases.js';
import { LeftOut } from '../../quality/left-out.js';
import { readResults, writeResults } from '../../quality/results-file.js';
import { runCases } from '../../quality/run-cases.js';

const [first, second, third] = casesOf('choosing');
const say = () => undefined;

const described = ({ role, kind, name, seed, ...given }) => ({ role, kind, name, seed, given });

it('writes each finished case at once, and does not repeat it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dum-quality-'));
  const file = join(folder, 'deep', 'results.json');
  const save = (results) => writeResults(file, results);
  const ran = [];
  const run = async ({ seed }) => {
    ran.push(seed);
    if (ran.length === 2) throw new Error('the power failed');
    return { seconds: seed / 3 };
  };
  try {
    await expect(runCases([first, second, third], await readResults(file), { run, save, say })).rejects.toThrow('the power failed');
    expect(await readResults(file)).toEqual([{ ...described(first), seconds: 0.333333 }]);
    await runCases([first, second, third], await readResults(file), { run, save, say });
    expect(ran).toEqual([first.seed, second.seed, second.seed, third.seed]);
    expect((await readResults(file)).map(({ seed }) => seed)).toEqual([first.seed, second.seed, third.seed]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('leaves out a case that lacks a file, says why, and tries it again', async () => {
  let given = false;
  const run = async ({ seed }) => {
    if (seed === first.seed && !given) throw new LeftOut('give its file');
    return { seconds: 1 };
  };
  const save = () => undefined;
  const without = await runCases([first, second], [], { run, save, say });
  expect(without.map(({ seconds, leftOut }) => ({ seconds, leftOut }))).toEqual([{ leftOut: 'give its file' }, { seconds: 1 }]);
  given = true;
  const all = await runCases([first, second], without, { run, save, say });
  expect(all.map(({ seconds, leftOut }) => ({ seconds, leftOut }))).toEqual([{ seconds: 1 }, { seconds: 1 }]);
});

it('runs a case again when what it is made of has changed', async () => {
  const ran = [];
  const run = async ({ plant }) => {
    ran.push(plant.own);
    return {};
  };
  const save = () => undefined;
  const changed = { ...first, plant: { ...first.plant, own: [7, 7] } };
  const results = await runCases([first, second], [], { run, save, say });
  const again = await runCases([changed, second], results, { run, save, say });
  expect(ran).toEqual([first.plant.own, second.plant.own, [7, 7]]);
  expect(again.map(({ given }) => given.plant.own)).toEqual([second.plant.own, [7, 7]]);
});
